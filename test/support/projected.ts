import { type Stored, toStored } from "../../shared/db/entity.ts";
import { imagesOf, type StreamRecord } from "../../shared/db/stream.ts";
import type { Client } from "../../shared/entities/client.ts";
import { clientProjection } from "../../shared/entities/client-projection.ts";
import { clientCounter } from "../../shared/entities/counter.ts";
import { facetEntries } from "../../shared/entities/facet.ts";
import { findEntries } from "../../shared/entities/find.ts";
import { changeBetween } from "../../shared/events/change.ts";
import type { History } from "./client-history.ts";

/** What the projector keeps, in a form that two tables can be compared by. */
export interface Projected {
  /** Search tokens and facet entries as they are stored, by their keys. */
  items: Record<string, Stored>;
  lookups: Record<string, string[]>;
  /** Zeros left out. */
  counters: Record<string, number>;
  tags: Record<string, number>;
  feed: string[];
}

const tally = (names: readonly string[]): Record<string, number> =>
  grouped(
    names,
    (name) => name,
    (all) => all.length,
  );

const sorted = <T>(entries: Iterable<[string, T]>): Record<string, T> =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));

const grouped = <T, R>(all: readonly T[], nameOf: (one: T) => string, of: (own: T[]) => R): Record<string, R> =>
  sorted([...Map.groupBy(all, nameOf)].map(([name, own]): [string, R] => [name, of(own)]));

/** A recount from nothing: from the clients that are left, and from all that was told. */
export const recount = (history: History): Projected => {
  const projections = history.clients.map((client) => ({ client, projection: clientProjection(client) }));
  return {
    items: sorted(
      projections
        .flatMap(({ client, projection }) => itemsOf(client, projection))
        .map((item) => [`${item.pk} ${item.sk}`, item]),
    ),
    lookups: grouped(
      projections.flatMap(({ client, projection }) => projection.lookups.map((lookup) => ({ lookup, id: client.id }))),
      ({ lookup }) => `${lookup.what} ${lookup.value}`,
      (all) => all.map(({ id }) => id).sort(),
    ),
    counters: tally(
      projections.flatMap(({ projection }) => projection.facets.map(({ facet }) => clientCounter(facet))),
    ),
    tags: tally(projections.flatMap(({ projection }) => [...projection.tags.keys()])),
    feed: history.records.flatMap((record) => toldBy(record)).sort(),
  };
};

const itemsOf = ({ accountId }: Client, { tokens, facets }: ReturnType<typeof clientProjection>): Stored[] => [
  ...tokens.map(({ index, token, entry }) => toStored(findEntries(accountId, index, token), entry)),
  ...facets.map(({ facet, entry }) => toStored(facetEntries(accountId, facet), entry)),
];

const toldBy = (record: StreamRecord): string[] => {
  const { before, after, at } = imagesOf(record);
  const change = changeBetween(before, after, at);
  return change ? [change.id] : [];
};

/** The same, read from the items of a table. Throws for a kind of item that the projector does not write. */
export const projectedIn = (stored: Iterable<Stored>): Projected => {
  const kinds = Map.groupBy(stored, (item) => item.entity);
  const known = ["find", "facet", "lookup", "counter", "tag", "feed", "counted"];
  const unknown = [...kinds.keys()].filter((kind) => !known.includes(kind));
  if (unknown.length > 0) throw new Error(`Items of an unexpected kind: ${unknown.join(", ")}`);
  const of = (kind: string) => kinds.get(kind) ?? [];
  return {
    items: sorted([...of("find"), ...of("facet")].map((item) => [`${item.pk} ${item.sk}`, item])),
    lookups: sorted(of("lookup").map((item) => [`${item.what} ${item.value}`, idsOf(item.clientIds)])),
    counters: sums(of("counter"), ({ pk }) => pk.slice(pk.indexOf("#COUNT#") + "#COUNT#".length)),
    tags: sums(of("tag"), ({ key }) => String(key)),
    feed: of("feed")
      .map(({ id }) => String(id))
      .sort(),
  };
};

const idsOf = (ids: unknown): string[] => (ids instanceof Set ? [...ids].sort() : []);

const sums = (shards: readonly Stored[], nameOf: (item: Stored) => string): Record<string, number> => {
  const all = grouped(shards, nameOf, (own) => own.reduce((sum, { count }) => sum + Number(count), 0));
  return sorted(Object.entries(all).filter(([, sum]) => sum !== 0));
};
