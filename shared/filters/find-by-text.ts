import { keys, partitions } from "../db/keys.ts";
import type { AccountTable, Page } from "../db/table.ts";
import { type Client, clientSortKey, clients } from "../entities/client.ts";
import type { Searched } from "../entities/client-projection.ts";
import { lazy } from "../lazy.ts";
import { fillPage } from "../paging/fill-page.ts";
import { searchFold } from "../text/search-fold.ts";
import type { FindQuery } from "../text/search-query.ts";
import { meets } from "./client-filters.ts";
import type { Selection } from "./selection-query.ts";

/** Tokens read at a time where filters leave some of their clients out. */
const READ_AHEAD = 100;

/** The tokens of phone numbers take a library of every numbering plan: it is loaded with the first search. */
const loadTokens = lazy(async () => (await import("../entities/client-projection.ts")).nameTokens);

type Found = Pick<Client, "id"> & Searched;

/** Whether the search for what was typed finds a client at hand, as long as it is not in the archive. */
export const textTest = async (query: FindQuery): Promise<(client: Found) => boolean> => {
  if (query.kind === "nothing") return () => false;
  if (query.kind === "letter") return (client) => clientSortKey(client).startsWith(query.letter);
  const tokensOf = await loadTokens();
  return (client) =>
    saysWhole(client, query) &&
    tokensOf(client)
      .flat()
      .some((token) => query.prefixes.some((prefix) => token.startsWith(prefix)));
};

/** Tokens hold the beginnings of long names: who was typed in whole is told from those that begin alike. */
const saysWhole = ({ name, email, otherEmails = [] }: Found, query: FindQuery | undefined): boolean => {
  const whole = query?.kind === "prefix" ? query.whole : undefined;
  if (whole === undefined) return true;
  const around = searchFold(name);
  return (
    ` ${around} ${around}`.includes(` ${whole}`) ||
    [email, ...otherEmails].some((address) => address !== undefined && searchFold(address).startsWith(whole))
  );
};

/** Clients by name, mobile or e-mail, in the order of what they were found by; the filters apply as well. */
export const findByText = (
  prefixes: readonly string[],
  { db, criteria, limit, after }: Selection,
): Promise<Page<Client>> => {
  const kept = new Map<Client, string>();
  const atOnce = criteria.lists.length === 0 ? limit + 1 : Math.max(limit + 1, READ_AHEAD);
  return fillPage({
    limit,
    after,
    async read(from) {
      const { prefix, token } = readPlace(prefixes, from?.[0]);
      const page = await db.listStored(partitions.find(db.accountId, "client", prefix), {
        limit: atOnce,
        prefix,
        ...(token === undefined ? {} : { after: [token] }),
      });
      const items = page.items.map(({ sk }) => ({ prefix, sk }));
      const following = prefixes[prefixes.indexOf(prefix) + 1];
      const next = page.next ? place(prefixes, prefix, page.next[0]) : following && place(prefixes, following, "");
      return next === undefined ? { items } : { items, next: [next] };
    },
    async keep(entries) {
      if (entries.length === 0) return [];
      const [tokensOf, found] = await Promise.all([loadTokens(), byId(db, entries)]);
      return entries.flatMap(({ prefix, sk }) => {
        const client = found.get(idOf(sk));
        if (
          !client ||
          !meets(client, criteria) ||
          !saysWhole(client, criteria.text) ||
          sk !== firstMatch(client, tokensOf(client), prefixes, prefix)
        )
          return [];
        kept.set(client, place(prefixes, prefix, sk));
        return [client];
      });
    },
    place: (client) => [kept.get(client) ?? ""],
  });
};

/** A client stands under several tokens that begin alike; it is shown where it comes first, on whatever page that is. */
const firstMatch = (
  { id }: Client,
  groups: readonly string[][],
  prefixes: readonly string[],
  at: string,
): string | undefined => {
  const first = prefixes.find((prefix) => groups.some((tokens) => tokens.some((token) => token.startsWith(prefix))));
  if (first !== at) return undefined;
  const [token] = groups.flatMap((tokens) => tokens.filter((candidate) => candidate.startsWith(at)).sort());
  return token === undefined ? undefined : `${token}#${id}`;
};

const byId = async (db: AccountTable, entries: readonly { sk: string }[]): Promise<Map<string, Client>> => {
  const distinct = [...new Set(entries.map(({ sk }) => idOf(sk)))];
  const found = await db.getMany(
    clients,
    distinct.map((id) => keys.of(db.accountId, id)),
  );
  return new Map(found.map((client) => [client.id, client]));
};

const idOf = (sk: string): string => sk.slice(sk.lastIndexOf("#") + 1);
const place = (prefixes: readonly string[], prefix: string, sk: string): string => `${prefixes.indexOf(prefix)}|${sk}`;

const readPlace = (prefixes: readonly string[], written: string | undefined) => {
  const [index = "0", ...token] = (written ?? "0|").split("|");
  return { prefix: prefixes[Number(index)] ?? "", token: token.join("|") || undefined };
};
