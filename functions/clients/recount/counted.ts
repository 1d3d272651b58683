import { absent, equals } from "../../../shared/db/conditions.ts";
import { type Key, keys } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { check, type Write } from "../../../shared/db/writes.ts";
import { COUNTER_SHARDS, clientCounter, countUp } from "../../../shared/entities/counter.ts";
import { type Facet, facetIn, lists } from "../../../shared/entities/facet.ts";
import { countTag } from "../../../shared/entities/tag.ts";
import type { AccountId } from "../../../shared/ids.ts";

/** A counter, and the lists whose clients it counts. */
export interface Counted {
  name: string;
  lists: readonly Facet[];
  shardKey(shard: number): Key;
  /** Adds to one shard. */
  add(shard: number, amount: number): Write & { do: "update" };
}

type Update = Write & { do: "update" };

/** The counter of a list. */
export const listCounter = (account: AccountId, list: Facet): Counted => {
  const name = clientCounter(list);
  return {
    name,
    lists: [list],
    shardKey: (shard) => keys.counter(account, name, shard),
    add: (shard, amount) => countUp(account, name, shard, amount) as Update,
  };
};

/** The count of a tag in the account's list of tags: clients in the archive are left out. */
export const tagCounter = (account: AccountId, key: string, at: string): Counted => ({
  name: `tag ${key}`,
  lists: [facetIn("active", lists.tag(key)), facetIn("disabled", lists.tag(key))],
  shardKey: (shard) => keys.tag(account, key, shard),
  add: (shard, amount) => countTag(account, { key, label: "", amount, at }, shard) as Update,
});

/** What the shards of a counter say; undefined for a shard that is not there. */
export type Shards = readonly (number | undefined)[];

export const readShards = async (db: AccountTable, { shardKey }: Counted): Promise<Shards> => {
  const wanted = Array.from({ length: COUNTER_SHARDS }, (_, shard) => shardKey(shard));
  const stored = await db.getStored(wanted, { consistent: true });
  const counts = new Map(stored.map(({ pk, sk, count }) => [`${pk} ${sk}`, Number(count)]));
  return wanted.map(({ pk, sk }) => counts.get(`${pk} ${sk}`));
};

export const sumOf = (shards: Shards): number => shards.reduce<number>((sum, count) => sum + (count ?? 0), 0);

/** Adds to a counter on the condition that all of its shards say what they said. */
export const correction = ({ shardKey, add }: Counted, shards: Shards, amount: number): Write[] => {
  const asRead = (count: number | undefined) => (count === undefined ? absent : equals("count", count));
  return shards.map((count, shard) =>
    shard === 0 ? { ...add(shard, amount), when: asRead(count) } : check(shardKey(shard), asRead(count)),
  );
};
