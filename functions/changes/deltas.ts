import type { ClientProjection } from "../../shared/entities/client-projection.ts";
import { clientCounter } from "../../shared/entities/counter.ts";

/** By how much a change moves one counter: that of a facet, or a tag in the account's list of tags. */
export interface Delta {
  /** Tells counters apart; for a facet the name of its counter. */
  name: string;
  amount: number;
  tag?: { key: string; label: string; at: string };
}

/** What one version of a client changed in the counters, from its own old and new state. */
export const deltasOf = (before: ClientProjection, after: ClientProjection, at: string): Delta[] => [
  ...difference(facetNames(before), facetNames(after)).map(({ name, amount }) => ({ name, amount })),
  ...difference(before.tags.keys(), after.tags.keys()).map(({ name: key, amount }) => ({
    name: `tag ${key}`,
    amount,
    tag: { key, label: after.tags.get(key) ?? "", at },
  })),
  ...respelled(before, after).map(([key, label]) => ({ name: `tag ${key}`, amount: 0, tag: { key, label, at } })),
];

const facetNames = ({ facets }: ClientProjection): string[] => facets.map(({ facet }) => clientCounter(facet));

const difference = (before: Iterable<string>, after: Iterable<string>): { name: string; amount: number }[] => {
  const [old, fresh] = [new Set(before), new Set(after)];
  return [
    ...[...fresh].filter((name) => !old.has(name)).map((name) => ({ name, amount: 1 })),
    ...[...old].filter((name) => !fresh.has(name)).map((name) => ({ name, amount: -1 })),
  ];
};

/** `vip` became `VIP`: the same tag, to be shown as it was written last. */
const respelled = (before: ClientProjection, after: ClientProjection): [key: string, label: string][] =>
  [...after.tags].filter(([key, label]) => before.tags.has(key) && before.tags.get(key) !== label);

/** One delta a counter, those that cancel each other left out. */
export const summed = (deltas: readonly Delta[]): Delta[] => {
  const sums = new Map<string, Delta>();
  for (const delta of deltas) {
    const known = sums.get(delta.name);
    const tag = delta.tag?.label ? delta.tag : (known?.tag ?? delta.tag);
    sums.set(delta.name, { ...delta, amount: (known?.amount ?? 0) + delta.amount, ...(tag ? { tag } : {}) });
  }
  return [...sums.values()].filter(({ amount, tag }) => amount !== 0 || Boolean(tag?.label));
};
