import { kinds } from "../../functions/kinds.ts";
import type { Stored } from "../../shared/db/entity.ts";
import { imagesOf, type StreamRecord } from "../../shared/db/stream.ts";
import { isFirstVersion } from "../../shared/entities/client-creation.ts";
import { stampOf } from "../../shared/entities/client-stamp.ts";
import { idsIn, type Lookup, lookupIn } from "../../shared/entities/lookup.ts";
import { changeBetween } from "../../shared/events/change.ts";
import { stateOf } from "../../shared/projection/client-state.ts";
import { deltasOf } from "../../shared/projection/deltas.ts";
import { lookupChanges } from "../../shared/projection/lookups.ts";
import { projectionWrites } from "../../shared/projection/projection-writes.ts";
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
  const { indexOf = stampOf } = history;
  const states = history.clients.map((client) => stateOf(client, indexOf(client)));
  const deltas = states.flatMap((state) => deltasOf(undefined, state, ""));
  return {
    items: sorted(
      states
        .flatMap((state) => projectionWrites([undefined, state]))
        .flatMap((write) => (write.do === "put" ? [write.item] : []))
        .map((item) => [`${item.pk} ${item.sk}`, item]),
    ),
    lookups: grouped(
      states.flatMap((state) =>
        lookupChanges(state.client.id, [undefined, state]).joined.map((lookup) => ({ lookup, id: state.client.id })),
      ),
      ({ lookup }) => nameOf(lookup),
      (all) => all.map(({ id }) => id).sort(),
    ),
    counters: tally(deltas.filter(({ tag }) => !tag).map(({ name }) => name)),
    tags: tally(deltas.flatMap(({ tag }) => tag?.key ?? [])),
    feed: history.records.flatMap((record) => toldBy(record)).sort(),
  };
};

/** The creation of a client is told with what happened next. */
const toldBy = (record: StreamRecord): string[] => {
  const { before, after, at } = imagesOf(record);
  const told = [
    isFirstVersion(after) ? undefined : changeBetween(kinds, before, after, at),
    isFirstVersion(before) ? changeBetween(kinds, undefined, before) : undefined,
  ];
  return told.flatMap((change) => change?.id ?? []);
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
    lookups: sorted(of("lookup").map((item) => [nameOf(lookupIn(item)), [...idsIn(item)].sort()])),
    counters: sums(of("counter"), ({ pk }) => pk.slice(pk.indexOf("#COUNT#") + "#COUNT#".length)),
    tags: sums(of("tag"), ({ key }) => String(key)),
    feed: of("feed")
      .map(({ id }) => String(id))
      .sort(),
  };
};

const nameOf = ({ what, value, of02 }: Lookup): string => `${what} ${value}${of02 ? " of 0.2" : ""}`;

const sums = (shards: readonly Stored[], nameOf: (item: Stored) => string): Record<string, number> => {
  const all = grouped(shards, nameOf, (own) => own.reduce((sum, { count }) => sum + Number(count), 0));
  return sorted(Object.entries(all).filter(([, sum]) => sum !== 0));
};
