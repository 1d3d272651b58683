import type { AccountId } from "../db/keys.ts";
import type { Write } from "../db/writes.ts";
import { unpacked } from "../entities/client-index.ts";
import { clientCounter, countUp } from "../entities/counter.ts";
import { facetIn, lists } from "../entities/facet.ts";
import { countTag } from "../entities/tag.ts";
import type { ClientState } from "./client-state.ts";
import { facetOf } from "./projection-writes.ts";

/** By how much a change moves one counter: that of a facet, or a tag in the account's list of tags. */
export interface Delta {
  /** Tells counters apart; for a facet the name of its counter. */
  name: string;
  amount: number;
  tag?: { key: string; label: string; at: string };
}

/** What one change of a client moves, from what both versions say themselves. */
export const deltasOf = (before: ClientState | undefined, after: ClientState | undefined, at: string): Delta[] => {
  const [old, fresh] = [tagsOf(before), tagsOf(after)];
  return [
    ...difference(countersOf(before), countersOf(after)),
    ...difference(old.keys(), fresh.keys()).map(({ name: key, amount }) => ({
      name: `tag ${key}`,
      amount,
      tag: { key, label: fresh.get(key) ?? "", at },
    })),
    ...respelled(old, fresh).map(([key, label]) => ({ name: `tag ${key}`, amount: 0, tag: { key, label, at } })),
  ];
};

const countersOf = (state: ClientState | undefined): string[] =>
  state
    ? [
        facetIn(state.listing, lists.all),
        ...unpacked(state.index.lists).map((list) => facetOf(state.listing, list)),
      ].map(clientCounter)
    : [];

/** The tags that count, as they are written, by their keys. */
const tagsOf = (state: ClientState | undefined): ReadonlyMap<string, string> => {
  const lines = unpacked(state?.index.tags);
  return new Map(lines.flatMap((key, at): [string, string][] => (at % 2 === 0 ? [[key, lines[at + 1] ?? key]] : [])));
};

const difference = (before: Iterable<string>, after: Iterable<string>): Delta[] => {
  const [old, fresh] = [new Set(before), new Set(after)];
  return [
    ...[...fresh].filter((name) => !old.has(name)).map((name) => ({ name, amount: 1 })),
    ...[...old].filter((name) => !fresh.has(name)).map((name) => ({ name, amount: -1 })),
  ];
};

/** `vip` became `VIP`: the same tag, to be shown as it was written last. */
const respelled = (old: ReadonlyMap<string, string>, fresh: ReadonlyMap<string, string>): [string, string][] =>
  [...fresh].filter(([key, label]) => old.has(key) && old.get(key) !== label);

/** One delta a counter, those that cancel each other left out. */
const summed = (deltas: readonly Delta[]): Delta[] => {
  const sums = new Map<string, Delta>();
  for (const delta of deltas) {
    const known = sums.get(delta.name);
    const tag = delta.tag?.label ? delta.tag : (known?.tag ?? delta.tag);
    sums.set(delta.name, { ...delta, amount: (known?.amount ?? 0) + delta.amount, ...(tag ? { tag } : {}) });
  }
  return [...sums.values()].filter(({ amount, tag }) => amount !== 0 || Boolean(tag?.label));
};

/** Moves counters. Not idempotent: these writes go into one transaction with what tells that they were done. */
export const counterWrites = (account: AccountId, deltas: readonly Delta[], shard: number): Write[] =>
  summed(deltas).map(({ name, amount, tag }) =>
    tag ? countTag(account, { ...tag, amount }, shard) : countUp(account, name, shard, amount),
  );
