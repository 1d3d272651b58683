import { type Stored, toStored } from "../../shared/db/entity.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable, Table } from "../../shared/db/table.ts";
import type { Write } from "../../shared/db/writes.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import { clientProjection } from "../../shared/entities/client-projection.ts";
import { clientCounter } from "../../shared/entities/counter.ts";
import { facetEntries } from "../../shared/entities/facet.ts";
import { findEntries } from "../../shared/entities/find.ts";
import type { AccountId } from "../../shared/ids.ts";
import { inParallel } from "../../shared/in-parallel.ts";
import { sampleClient } from "./sample-clients.ts";

const AT_ONCE = 4;
/** Clients of one step: some three hundred items. */
const STEP = 25;

/**
 * Writes an account's first clients, with everything that the projector would keep about them, except the change feed.
 * Many times as fast as the way through the stream, and the same items.
 */
export const loadClients = async (table: Table, account: AccountId, count: number): Promise<void> => {
  const db = table.of(account);
  const counts = new Map<string, number>();
  const tags = new Map<string, { label: string; count: number }>();
  await inParallel(AT_ONCE, steps(count), async (first) => {
    const many = Array.from({ length: Math.min(STEP, count - first) }, (_, index) =>
      sampleClient(account, first + index),
    );
    await db.writeBatch(many.flatMap((client) => itemsOf(account, client, counts, tags)).map(put));
  });
  await writeCounters(db, counts, tags);
};

function* steps(count: number): Generator<number> {
  for (let first = 0; first < count; first += STEP) yield first;
}

const put = (item: Stored): Write => ({ do: "put", item });

const itemsOf = (
  account: AccountId,
  client: Client,
  counts: Map<string, number>,
  tags: Map<string, { label: string; count: number }>,
): Stored[] => {
  const projection = clientProjection(client);
  for (const { facet } of projection.facets) {
    const name = clientCounter(facet);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const [key, label] of projection.tags) tags.set(key, { label, count: (tags.get(key)?.count ?? 0) + 1 });
  return [
    toStored(clients, client),
    ...projection.tokens.map(({ index, token, entry }) => toStored(findEntries(account, index, token), entry)),
    ...projection.facets.map(({ facet, entry }) => toStored(facetEntries(account, facet), entry)),
    ...projection.lookups.map(({ what, value }) => ({
      ...keys.lookup(account, what, value),
      entity: "lookup",
      what,
      value,
      clientIds: new Set([client.id]),
    })),
  ];
};

const writeCounters = (
  db: AccountTable,
  counts: ReadonlyMap<string, number>,
  tags: ReadonlyMap<string, { label: string; count: number }>,
): Promise<void> =>
  db.writeBatch([
    ...[...counts].map(([name, count]) => put({ ...keys.counter(db.accountId, name, 0), entity: "counter", count })),
    ...[...tags].map(([key, tag]) => put({ ...keys.tag(db.accountId, key, 0), entity: "tag", key, ...tag })),
  ]);
