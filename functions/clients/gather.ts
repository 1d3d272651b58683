import type { AccountTable } from "../../shared/db/table.ts";
import type { Client } from "../../shared/entities/client.ts";
import type { FacetEntry } from "../../shared/entities/facet.ts";
import { MOST_ENTRIES, MOST_SORTED } from "../../shared/filters/bounds.ts";
import type { Criteria } from "../../shared/filters/client-filters.ts";
import { mayMeet } from "../../shared/filters/entry-text.ts";
import { listOf, type Seen } from "../../shared/filters/facet-lists.ts";
import { listsBySize, type SizedList } from "../../shared/filters/list-sizes.ts";
import { readClients } from "../../shared/filters/read-clients.ts";

/** Somebody who may meet the criteria: what the lists say, and the client where they do not say enough. */
export interface Gathered {
  entry: FacetEntry;
  client?: Client;
}

/** The entries of all who may meet the criteria, where the shortest list is short enough to be read for a page. */
const gathered = async (db: AccountTable, criteria: Criteria): Promise<FacetEntry[] | undefined> => {
  const [shortest] = await listsBySize(db, criteria);
  if (!shortest || shortest.size > MOST_ENTRIES) return undefined;
  const entries = await whole(db, shortest);
  return entries && [...entries.values()].filter(mayMeet(criteria));
};

/** All entries of a list, unless it is longer than its counter says. */
const whole = async (db: AccountTable, { facets }: SizedList): Promise<Seen | undefined> => {
  const seen: Seen = new Map();
  const { more } = await listOf(db, facets, MOST_ENTRIES, seen).seek({ key: "", inclusive: true });
  return more ? undefined : seen;
};

/** Entries of 0.2 do not say when a client was changed, nor where it is. */
const saysEnough = ({ at }: FacetEntry): boolean => at !== undefined;

/** The same with the clients of those of whom the entries do not say enough; undefined where these are too many. */
export const gatheredWith = async (db: AccountTable, criteria: Criteria): Promise<Gathered[] | undefined> => {
  const entries = await gathered(db, criteria);
  const unsaid = entries?.filter((entry) => !saysEnough(entry)) ?? [];
  if (!entries || unsaid.length > MOST_SORTED) return undefined;
  const found = unsaid.length > 0 ? await readClients(db, unsaid) : new Map<string, Client>();
  return entries.flatMap((entry) => {
    if (saysEnough(entry)) return [{ entry }];
    const client = found.get(entry.id);
    return client ? [{ entry, client }] : [];
  });
};
