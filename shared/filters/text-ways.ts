import type { Stored } from "../db/entity.ts";
import { type Key, keys, type Partition, partitions } from "../db/keys.ts";
import type { AccountTable, Position } from "../db/table.ts";
import type { Client, ClientListing } from "../entities/client.ts";
import { idsIn, LOOKUP } from "../entities/lookup.ts";
import { areLastDigits, lastDigits } from "../text/dialled-numbers.ts";
import type { FindQuery } from "../text/search-query.ts";
import { listingsInOrder, orders } from "./listings-in-order.ts";

/**
 * Where a text is looked for. `names`: the alphabetical list. `tokens`: other words, towns, e-mail addresses. `numbers`:
 * mobile numbers by their beginning, `last` by their last digits (`ends`: by more than these). `more`: what only the global
 * search looks at; `things`: those `of` another kind.
 */
export type Way = {
  prefix: string;
  /** Tells ways apart in cursors. Those of 0.2 knew `tokens` alone. */
  name: string;
} & (
  | { kind: "names" | "numbers" | "tokens" | "more" }
  | { kind: "last"; ends?: string }
  | { kind: "things"; of: string }
);

/** Somebody whom a way leads to. */
export interface Found {
  id: string;
  /** Where in the order of the way: its sort key, and the client's id where several share an item. */
  at: string;
  /** What stands there: the client, or a token. */
  client?: Client;
  item?: Stored;
}

export interface WayPage {
  found: Found[];
  /** How many were read for these. */
  read: number;
  /** Up to where the page has looked; absent at the end of the way. */
  end?: string | undefined;
}

type Typed = Extract<FindQuery, { kind: "prefix" }>;

/** The ways of the search within clients, in the order in which what they find is shown. As many whatever there is to find. */
export const waysOf = ({ prefixes, numbers = [], ends }: Typed): Way[] =>
  prefixes.flatMap((prefix, at): Way[] => {
    const dialled = at === 0 ? numbers : [];
    return [
      { kind: "names", prefix, name: `${at}n` },
      ...dialled.map((number, place): Way => ({ kind: "numbers", prefix: number, name: `${at}p${place}` })),
      { kind: "tokens", prefix, name: `${at}` },
      ...(dialled.length > 0 && areLastDigits(prefix) ? [{ kind: "last", prefix, name: `${at}l` } as const] : []),
      ...(at === 0 && ends !== undefined
        ? [{ kind: "last", prefix: lastDigits(ends) ?? ends, ends, name: `${at}l` } as const]
        : []),
    ];
  });

/** The ways that only the global search goes. */
export const moreWaysOf = ({ prefixes }: Typed): Way[] =>
  prefixes.map((prefix, at) => ({ kind: "more", prefix, name: `${at}m` }));

export interface WayReading {
  limit: number;
  after?: string | undefined;
  /** In which lists names are looked for; tokens lead into all of them. */
  listings: readonly ClientListing[];
}

export const readWay = async (db: AccountTable, way: Way, reading: WayReading): Promise<WayPage> => {
  const { limit, after, listings } = reading;
  const { prefix } = way;
  if (way.kind === "names") {
    const { candidates, end } = await listingsInOrder(db, listings, orders.name, { limit, after, prefix });
    return {
      found: candidates.map(({ id, place, item }) => ({ id, at: place, ...(item ? { client: item } : {}) })),
      read: candidates.length,
      end,
    };
  }
  const [sk, last] = read(after);
  const [rest, page] = await Promise.all([
    sk && last ? db.getStored([keyAt(db, way, sk)]) : [],
    db.listStored(partitionOf(db, way), { limit, prefix, ...(sk ? { after: positionAt(db, way, sk) } : {}) }),
  ]);
  const others = rest.flatMap((item) => foundIn(item, sk)).filter(({ id }) => id > last);
  const items = page.items.flatMap((item) => foundIn(item, String(way.kind === "last" ? item.gsi3sk : item.sk)));
  const all = [...others, ...items];
  return { found: all.filter(({ at }) => endsSo(way, at)), read: all.length, end: page.next?.[0] };
};

/** Many numbers have the same last four digits. The place of one holds the number. */
const endsSo = (way: Way, at: string): boolean =>
  way.kind !== "last" || way.ends === undefined || at.split("|", 1)[0]?.endsWith(way.ends) === true;

/** A place within those who share an address. */
const INNER = /\|(cli_[^|]*)$/;

const read = (at = ""): [sk: string, id: string] => {
  const inner = INNER.exec(at);
  return inner ? [at.slice(0, inner.index), inner[1] ?? ""] : [at, ""];
};

const foundIn = (item: Stored, sk: string): Found[] => {
  if (item.entity !== LOOKUP) return [{ id: sk.slice(sk.lastIndexOf("#") + 1), at: sk, item }];
  const ids = [...idsIn(item)].sort();
  return ids.map((id, place) => ({ id, at: place + 1 < ids.length ? `${sk}|${id}` : sk, item }));
};

const partitionOf = ({ accountId }: AccountTable, way: Way): Partition => {
  const { kind, prefix } = way;
  if (kind === "last") return partitions.findLast(accountId, prefix);
  if (kind === "things") return partitions.find(accountId, way.of, prefix);
  return partitions.find(accountId, kind === "more" ? "client_more" : "client", prefix);
};

const keyAt = (db: AccountTable, way: Way, sk: string): Key => {
  if (way.kind !== "last") return { pk: partitionOf(db, way).pk, sk };
  const number = sk.slice(sk.indexOf("@") + 1);
  return keys.lookup(db.accountId, number, number);
};

const positionAt = (db: AccountTable, way: Way, sk: string): Position => {
  const key = keyAt(db, way, sk);
  return way.kind === "last" ? [sk, key.pk, key.sk] : [sk];
};
