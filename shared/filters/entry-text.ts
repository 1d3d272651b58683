import type { FacetEntry } from "../entities/facet.ts";
import type { FindQuery } from "../text/search-query.ts";

/**
 * Whether what was typed may find the client of a list entry, as far as the entry tells: who is left out here is not found,
 * who is not must still be asked. Entries from before they held any text say nothing.
 */
export const entryTest = (query: FindQuery | undefined): ((entry: Pick<FacetEntry, "sort" | "find">) => boolean) => {
  switch (query?.kind) {
    case undefined:
      return () => true;
    case "nothing":
      return () => false;
    case "letter":
      return ({ sort }) => sort.startsWith(query.letter);
    case "prefix": {
      const beginnings = query.prefixes.map((prefix) => `\n${prefix}`);
      return ({ sort, find }) =>
        find === undefined ||
        query.prefixes.some((prefix) => sort.startsWith(prefix)) ||
        beginnings.some((beginning) => `\n${find}`.includes(beginning));
    }
  }
};
