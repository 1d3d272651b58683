import { secondsSinceEpoch } from "../clock.ts";
import { TRANSACTION_LIMIT, TransactionRefused } from "../db/commit.ts";
import { lacks } from "../db/conditions.ts";
import type { Key } from "../db/keys.ts";
import { type AccountTable, chunksOf } from "../db/table.ts";
import { update, type Write } from "../db/writes.ts";
import { countedIdOf, countedKeyOf } from "../entities/counted.ts";
import { COUNTER_SHARDS } from "../entities/counter.ts";
import { counterWrites, type Delta } from "./deltas.ts";

/** What one change moves in the counters. */
export interface Count {
  /** Of the change: the same id is counted once, whoever brings it. */
  id: string;
  /** When the change was made (RFC 3339). It must be the same whenever the change is counted. */
  at: string;
  resourceId: string;
  deltas: readonly Delta[];
}

/** A count that fits into a transaction, and the marker that tells that it was done. */
interface Part {
  id: string;
  marker: Key;
  ttl: number;
  deltas: readonly Delta[];
}

/** The stream forgets after a day; what a stopped stream may bring again is kept for longer. */
const KEPT_SECONDS = 30 * 86_400;
/** Ids of one marker in one transaction: the condition that names them has a limit of 4 KB. */
const MOST_IDS = 60;
/** Room for the markers beside the counters of one part. */
const MOST_DELTAS = TRANSACTION_LIMIT - 1;

/**
 * Counts changes, each once: together with counters, their ids go into markers, sets of the ids of one minute, and a
 * transaction that brings an id again is refused as a whole. So many changes need few transactions.
 */
export const countOnce = async (db: AccountTable, counts: readonly Count[]): Promise<void> => {
  const parts = new Map(
    counts
      .flatMap((count) => partsOf(db, count))
      .map((part) => [`${part.marker.pk} ${part.marker.sk} ${part.id}`, part]),
  );
  for (const [place, group] of grouped([...parts.values()]).entries()) await countGroup(db, group, place);
};

const partsOf = (db: AccountTable, { id, at, resourceId, deltas }: Count): Part[] => {
  const marker = countedKeyOf(db.accountId, { at, resourceId });
  const ttl = secondsSinceEpoch(new Date(at)) + KEPT_SECONDS;
  return (
    chunksOf(deltas, MOST_DELTAS)
      .map((own, part) => ({ id: `${countedIdOf(id)}${part === 0 ? "" : `.${part}`}`, marker, ttl, deltas: own }))
      // The first part is counted last: where its id stands, all of the change was counted.
      .toReversed()
  );
};

/** As many parts as one transaction holds with their markers and the counters that they move. */
const grouped = (parts: readonly Part[]): Part[][] => {
  const groups: Part[][] = [];
  let group: Part[] = [];
  let names = new Set<string>();
  let markers = new Map<string, number>();
  for (const part of parts) {
    const fresh = part.deltas.filter(({ name }) => !names.has(name)).length;
    const place = `${part.marker.pk} ${part.marker.sk}`;
    const ids = markers.get(place) ?? 0;
    const operations = names.size + fresh + markers.size + (ids === 0 ? 1 : 0);
    if (group.length === 0 || operations > TRANSACTION_LIMIT || ids >= MOST_IDS) {
      group = [];
      groups.push(group);
      names = new Set();
      markers = new Map();
    }
    group.push(part);
    markers.set(place, (markers.get(place) ?? 0) + 1);
    for (const { name } of part.deltas) names.add(name);
  }
  return groups;
};

const countGroup = async (db: AccountTable, group: readonly Part[], place: number): Promise<void> => {
  let left = group;
  while (left.length > 0) {
    const markers = markerWrites(left);
    const counters = counterWrites(
      db.accountId,
      left.flatMap(({ deltas }) => deltas),
      shardOf(group, place),
    );
    try {
      await db.commit([...markers.keys(), ...counters]);
      return;
    } catch (error) {
      if (!(error instanceof TransactionRefused)) throw error;
      const before = left.length;
      for (const { write, existing } of error.refusals) {
        const counted = existing?.ids instanceof Set ? existing.ids : new Set();
        const own = new Set(markers.get(write));
        left = left.filter((part) => !(own.has(part) && counted.has(part.id)));
      }
      if (left.length === before) throw error;
    }
  }
};

const markerWrites = (parts: readonly Part[]): Map<Write, Part[]> =>
  new Map(
    [...Map.groupBy(parts, ({ marker }) => `${marker.pk} ${marker.sk}`).values()].flatMap((own): [Write, Part[]][] => {
      const [first] = own;
      if (!first) return [];
      const ids = own.map(({ id }) => id);
      const change = { set: { entity: "counted", ttl: first.ttl }, add: { ids: new Set(ids) } };
      return [[update(first.marker, change, lacks("ids", ids)), own]];
    }),
  );

/** ULIDs end in random characters. Groups that are written side by side keep out of each other's way. */
const shardOf = ([first]: readonly Part[], place: number): number =>
  (Number.parseInt(first?.id.at(-1) ?? "0", 36) + place) % COUNTER_SHARDS;
