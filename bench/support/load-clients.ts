import type { Stored } from "../../shared/db/entity.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable, Table } from "../../shared/db/table.ts";
import type { Write } from "../../shared/db/writes.ts";
import type { Client } from "../../shared/entities/client.ts";
import type { ClientIndex } from "../../shared/entities/client-index.ts";
import { stampOf } from "../../shared/entities/client-stamp.ts";
import { newLookup } from "../../shared/entities/lookup.ts";
import type { AccountId } from "../../shared/ids.ts";
import { inParallel } from "../../shared/in-parallel.ts";
import { stateOf } from "../../shared/projection/client-state.ts";
import { deltasOf } from "../../shared/projection/deltas.ts";
import { lookupChanges } from "../../shared/projection/lookups.ts";
import { projectionWrites } from "../../shared/projection/projection-writes.ts";
import { storedClient } from "../../shared/projection/stored-client.ts";
import { sampleClient } from "./sample-clients.ts";

const AT_ONCE = 4;
/** Clients of one step: some three hundred items. */
const STEP = 25;

interface Loading {
  clientOf?: typeof sampleClient;
  /** Whether they are found by what is written in the search box, too; else lists and counters know them. @default true */
  searched?: boolean;
}

/**
 * Writes an account's first clients, with everything that the projector would keep about them, except the change feed.
 * Many times as fast as the way through the stream, and the same items.
 */
export const loadClients = async (
  table: Table,
  account: AccountId,
  count: number,
  { clientOf = sampleClient, searched = true }: Loading = {},
): Promise<void> => {
  const db = table.of(account);
  const counts = new Map<string, number>();
  const tags = new Map<string, { label: string; count: number }>();
  await inParallel(AT_ONCE, steps(count), async (first) => {
    const many = Array.from({ length: Math.min(STEP, count - first) }, (_, index) => clientOf(account, first + index));
    await db.writeBatch(many.flatMap((client) => writesOf(client, searched, counts, tags)));
  });
  await writeCounters(db, counts, tags);
};

function* steps(count: number): Generator<number> {
  for (let first = 0; first < count; first += STEP) yield first;
}

const put = (item: Stored): Write => ({ do: "put", item });

const writesOf = (
  client: Client,
  searched: boolean,
  counts: Map<string, number>,
  tags: Map<string, { label: string; count: number }>,
): Write[] => {
  const index = searched ? stampOf(client) : withoutTexts(stampOf(client));
  const versions = [undefined, stateOf(client, index)];
  for (const { name, amount, tag } of deltasOf(undefined, versions[1], client.updatedAt)) {
    if (tag) tags.set(tag.key, { label: tag.label, count: (tags.get(tag.key)?.count ?? 0) + amount });
    else counts.set(name, (counts.get(name) ?? 0) + amount);
  }
  return [
    { do: "put", item: storedClient(client, index) },
    ...projectionWrites(versions),
    ...(searched ? lookupChanges(client.id, versions).joined : []).map((lookup) =>
      newLookup(client.accountId, lookup, [client.id]),
    ),
  ];
};

const withoutTexts = ({ tokens, more, ...index }: ClientIndex): ClientIndex => index;

const writeCounters = (
  db: AccountTable,
  counts: ReadonlyMap<string, number>,
  tags: ReadonlyMap<string, { label: string; count: number }>,
): Promise<void> =>
  db.writeBatch([
    ...[...counts].map(([name, count]) => put({ ...keys.counter(db.accountId, name, 0), entity: "counter", count })),
    ...[...tags].map(([key, tag]) => put({ ...keys.tag(db.accountId, key, 0), entity: "tag", key, ...tag })),
  ]);
