import { type Client, clientSortKey } from "../entities/client.ts";
import type { nameTokens, ownTokens, Searched } from "../entities/client-projection.ts";
import { lazy } from "../lazy.ts";
import { searchFold } from "../text/search-fold.ts";
import type { FindQuery } from "../text/search-query.ts";

/** The texts that find a client, and which of them have an item of their own. */
export interface TextRules {
  textsOf: typeof nameTokens;
  ownTokens: typeof ownTokens;
}

/** The numbers of phones take a library of every numbering plan: it is loaded with the first search. */
export const loadTextRules = lazy(async (): Promise<TextRules> => {
  const { nameTokens, ownTokens } = await import("../entities/client-projection.ts");
  return { textsOf: nameTokens, ownTokens };
});

type Found = Pick<Client, "id"> & Searched;

/** Whether the search for what was typed finds a client at hand, as long as it is not in the archive. */
export const textTest = async (query: FindQuery): Promise<(client: Found) => boolean> => {
  if (query.kind === "nothing") return () => false;
  if (query.kind === "letter") return (client) => clientSortKey(client).startsWith(query.letter);
  const { textsOf } = await loadTextRules();
  return (client) =>
    saysWhole(client, query) &&
    (endsSo(client, query.ends) ||
      textsOf(client)
        .flat()
        .some((text) => query.prefixes.some((prefix) => text.startsWith(prefix))));
};

const endsSo = ({ mobile }: Found, ends: string | undefined): boolean =>
  ends !== undefined && mobile?.endsWith(ends) === true;

/** Tokens hold the beginnings of long names: who was typed in whole is told from those that begin alike. */
export const saysWhole = ({ name, email, otherEmails = [] }: Found, query: FindQuery | undefined): boolean => {
  const whole = query?.kind === "prefix" ? query.whole : undefined;
  if (whole === undefined) return true;
  const around = searchFold(name);
  return (
    ` ${around} ${around}`.includes(` ${whole}`) ||
    [email, ...otherEmails].some((address) => address !== undefined && searchFold(address).startsWith(whole))
  );
};
