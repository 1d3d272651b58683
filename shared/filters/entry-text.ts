import type { FacetEntry } from "../entities/facet.ts";
import { markTest } from "../entities/list-mark.ts";
import type { FindQuery } from "../text/search-query.ts";
import { type Criteria, listName } from "./client-filters.ts";

/**
 * Whether the client of a list entry may be one of those asked for, as far as the entry tells: by the text and by the lists
 * in which they stand besides.
 */
export const mayMeet = ({ text, lists }: Criteria): ((entry: FacetEntry) => boolean) => {
  const [isFound, isListed] = [entryTest(text), markTest(lists.map(listName))];
  return (entry) => isFound(entry) && isListed(entry.has);
};

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
      const { ends } = query;
      return ({ sort, find }) =>
        find === undefined ||
        query.prefixes.some((prefix) => sort.startsWith(prefix)) ||
        beginnings.some((beginning) => `\n${find}`.includes(beginning)) ||
        (ends !== undefined && `${find}\n`.includes(`${ends}\n`));
    }
  }
};
