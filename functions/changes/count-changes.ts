import { secondsSinceEpoch } from "../../shared/clock.ts";
import { TRANSACTION_LIMIT, TransactionRefused } from "../../shared/db/commit.ts";
import { absent } from "../../shared/db/conditions.ts";
import { type Entity, entity, type Stored, toStored } from "../../shared/db/entity.ts";
import { keys } from "../../shared/db/keys.ts";
import { type AccountTable, chunksOf } from "../../shared/db/table.ts";
import type { Write } from "../../shared/db/writes.ts";
import { COUNTER_SHARDS, countUp } from "../../shared/entities/counter.ts";
import { feedEntries, feedEntryOf } from "../../shared/entities/feed.ts";
import { countTag } from "../../shared/entities/tag.ts";
import type { Change } from "../../shared/events/change.ts";
import type { AccountId, Id } from "../../shared/ids.ts";
import { type Delta, deltasOf, summed } from "./deltas.ts";
import type { Task } from "./project-clients.ts";
import type { Told } from "./records.ts";

/** What is counted together with its marker, in one transaction: when the marker stands, it was counted. */
interface Unit {
  marker: Write & { do: "put" };
  deltas: Delta[];
}

/** A marker for what does not fit beside the feed entry: a client with very many tags, say. */
interface Counted {
  accountId: AccountId;
  changeId: Id<"event">;
  part: number;
  ttl: number;
}

const countedParts: Entity<Counted> = entity("counted", ({ accountId, changeId, part }) =>
  keys.counted(accountId, changeId, part),
);
/** The stream forgets after a day; what a stopped stream may bring again is kept for longer. */
const COUNTED_SECONDS = 30 * 86_400;
/** Most of the feed entries in one transaction, in characters: DynamoDB takes 4 MB. */
const TRANSACTION_LENGTH = 1_000_000;
const BATCH = 25;

/**
 * Writes the feed entries of changes, each once, and counts what they change, once: the entry's id follows from the
 * resource and its version, so a change that comes again finds its entry and is not counted again.
 */
export const countChanges = (db: AccountTable, told: readonly Told[]): Task[] => {
  const units = told.flatMap(unitsOf);
  const distinct = [...new Map(units.map((unit) => [`${unit.marker.item.pk} ${unit.marker.item.sk}`, unit])).values()];
  // What counts nothing needs no transaction, which costs twice as much: its entry is the same however often it is put.
  const uncounted = distinct.filter(({ deltas }) => deltas.length === 0).map(({ marker: { item } }) => item);
  return [
    ...chunksOf(uncounted, BATCH).map((items) => () => db.writeBatch(items.map((item) => ({ do: "put", item })))),
    ...grouped(distinct.filter(({ deltas }) => deltas.length > 0)).map(
      // Groups that are written side by side keep out of each other's way.
      (group, place) => () => commitGroup(db, group, (shardOf(group) + place) % COUNTER_SHARDS),
    ),
  ];
};

const unitsOf = ({ change, client }: Told): Unit[] => {
  if (!change) return [];
  const deltas = client ? deltasOf(client.before, client.after, change.occurredAt) : [];
  const [first = [], ...others] = chunksOf(deltas, TRANSACTION_LIMIT - 1);
  return [
    { marker: marker(toStored(feedEntries, feedEntryOf(change))), deltas: first },
    ...others.map((part, index) => ({ marker: marker(toStored(countedParts, counted(change, index))), deltas: part })),
  ];
};

const marker = (item: Stored): Unit["marker"] => ({ do: "put", item, when: absent });

const counted = ({ accountId, id, occurredAt }: Change, part: number): Counted => ({
  accountId,
  changeId: id,
  part,
  ttl: secondsSinceEpoch(new Date(occurredAt)) + COUNTED_SECONDS,
});

/** As many units as one transaction holds with the counters that they change. */
const grouped = (units: readonly Unit[]): Unit[][] => {
  const groups: Unit[][] = [];
  let group: Unit[] = [];
  let names = new Set<string>();
  let length = 0;
  for (const unit of units) {
    const fresh = unit.deltas.filter(({ name }) => !names.has(name)).length;
    const size = JSON.stringify(unit.marker.item).length;
    const operations = group.length + 1 + names.size + fresh;
    if (group.length === 0 || operations > TRANSACTION_LIMIT || length + size > TRANSACTION_LENGTH) {
      group = [];
      groups.push(group);
      names = new Set();
      length = 0;
    }
    group.push(unit);
    for (const { name } of unit.deltas) names.add(name);
    length += size;
  }
  return groups;
};

/** ULIDs end in random characters. */
const shardOf = ([first]: Unit[]): number => Number.parseInt(first?.marker.item.sk.at(-1) ?? "0", 36);

const commitGroup = async (db: AccountTable, group: readonly Unit[], shard: number): Promise<void> => {
  let left = group;
  while (left.length > 0) {
    const markers = left.map((unit) => unit.marker);
    try {
      await db.commit([...markers, ...counterWrites(db.accountId, left, shard)]);
      return;
    } catch (error) {
      if (!(error instanceof TransactionRefused)) throw error;
      const known = new Set<Write>(error.refusals.map(({ write }) => write));
      left = left.filter((unit) => !known.has(unit.marker));
      if (left.length === markers.length) throw error;
    }
  }
};

const counterWrites = (account: AccountId, units: readonly Unit[], shard: number): Write[] =>
  summed(units.flatMap(({ deltas }) => deltas)).map(({ name, amount, tag }) =>
    tag ? countTag(account, { ...tag, amount }, shard) : countUp(account, name, shard, amount),
  );
