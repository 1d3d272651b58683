import { type Entity, entity } from "../db/entity.ts";
import { type AccountId, type ClientId, keys, partitions } from "../db/keys.ts";
import type { AccountTable, ListOptions, Page } from "../db/table.ts";

/**
 * Where to look. `client`: name, mobile number, e-mail, for the search within clients; `client_more`: every other
 * searchable attribute. The global search looks in both.
 */
export type FindIndex = "client" | "client_more";

/** What a search finds, ready to be shown: it stands under each token that it can be found by. */
export interface FindEntry {
  id: string;
  /** As `kind=` of the search names it. */
  kind: "client";
  title: string;
  subtitle?: string;
  clientId?: ClientId;
  /** A disabled client: found, since people look for it on purpose, but marked. */
  disabled?: true;
}

/** The entry of a token; the token stands in its key alone. */
export const findEntries = (account: AccountId, index: FindIndex, token: string): Entity<FindEntry> =>
  entity("find", ({ id }) => keys.find(account, index, token, id));

/**
 * The entries whose token begins with `prefix` (two characters or more, as `queryTokens` makes it), in the order of
 * their tokens. What has several such tokens comes several times.
 */
export const listFound = (
  db: AccountTable,
  index: FindIndex,
  prefix: string,
  options: Omit<ListOptions, "prefix" | "from" | "to">,
): Promise<Page<FindEntry>> =>
  db.list(findEntries(db.accountId, index, prefix), partitions.find(db.accountId, index, prefix), {
    ...options,
    prefix,
  });
