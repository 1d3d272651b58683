import type { AccountId, ClientId, Id } from "../ids.ts";

/** Where an item lives: `pk`/`sk`, and its place in up to three indexes. Absent index keys keep it out of the index. */
export interface Keys {
  pk: string;
  sk: string;
  gsi1pk?: string;
  gsi1sk?: string;
  gsi2pk?: string;
  gsi2sk?: string;
  gsi3pk?: string;
  gsi3sk?: string;
  /** Seconds since the epoch after which the table may forget the item. */
  ttl?: number;
}

export type Key = Pick<Keys, "pk" | "sk">;
export type IndexName = "gsi1" | "gsi2" | "gsi3";
/** One partition of the table or of an index, to be listed. */
export interface Partition {
  index?: IndexName;
  pk: string;
}

/** The sort key of the item that a partition is about. */
const SELF = "@";

/**
 * Every key string of the table is built here, from branded ids, so that no code can reach an item without saying whose
 * it is. The account comes first in every key, except in the global items at the end of this module.
 */
export const keys = {
  account: (account: AccountId): Key => ({ pk: account, sk: SELF }),
  of: (account: AccountId, id: string): Key => ({ pk: `${account}#${id}`, sk: SELF }),
  part: (account: AccountId, owner: string, part: string): Key => ({ pk: `${account}#${owner}`, sk: part }),
  idempotency: (account: AccountId, hash: string): Key => ({ pk: `${account}#IDEM#${hash}`, sk: SELF }),
  rate: (account: AccountId, who: string, window: string): Key => ({ pk: `${account}#RATE#${who}`, sk: window }),
  unique: (account: AccountId, what: string, value: string): Key => ({
    pk: `${account}#UNIQ#${what}#${value}`,
    sk: SELF,
  }),
  /** A search token that names everybody who has this very address or number. */
  lookup: (account: AccountId, token: string, value: string): Key => ({
    pk: partitions.find(account, "client", token).pk,
    sk: `${token}@${value}`,
  }),
  /** As 0.2 kept it. */
  lookupOf02: (account: AccountId, what: "email" | "mobile", value: string): Key => ({
    pk: `${account}#LOOKUP#${what}#${value}`,
    sk: SELF,
  }),
  addressFact: (account: AccountId, hash: string): Key => ({ pk: partitions.addressFacts(account).pk, sk: hash }),
  find: (account: AccountId, kind: string, token: string, id: string): Key => ({
    pk: partitions.find(account, kind, token).pk,
    sk: `${token}#${id}`,
  }),
  inList: (account: AccountId, kind: string, list: string, place: string, id: string): Key => ({
    pk: partitions.sortedList(account, kind, list).pk,
    sk: `${place}#${id}`,
  }),
  facet: (account: AccountId, field: string, value: string, sortName: string, id: string): Key => ({
    pk: partitions.facet(account, field, value).pk,
    sk: `${sortName}#${id}`,
  }),
  counter: (account: AccountId, name: string, shard: number): Key => ({
    pk: partitions.counter(account, name).pk,
    sk: String(shard),
  }),
  tag: (account: AccountId, tag: string, shard: number): Key => ({
    pk: partitions.tags(account).pk,
    sk: `${tag}#${shard}`,
  }),
  /** Names the changes of one minute (`2026-03-02T15:00`) that were counted. */
  counted: (account: AccountId, minute: string, shard: number): Key => ({
    pk: `${account}#COUNTED#${minute}`,
    sk: String(shard),
  }),
  feed: (account: AccountId, day: string, shard: number, id: string): Key => ({
    pk: partitions.feed(account, day, shard).pk,
    sk: id,
  }),
  /** A page of the account's log of changes, by its number. */
  logPage: (account: AccountId, page: number): Key => ({
    pk: partitions.changeLog(account).pk,
    sk: String(page).padStart(15, "0"),
  }),
  logStart: (account: AccountId): Key => ({ pk: `${account}#LOGSTART`, sk: SELF }),
  /** Which changes of one second (`YYYY-MM-DDThh:mm:ss`, UTC) stand in the log. */
  logged: (account: AccountId, second: string): Key => ({ pk: `${account}#LOGGED#${second}`, sk: SELF }),

  // Global items: what is looked up before the account is known. The hash or the verified identity is the proof.
  apiKey: (hash: string): Key => ({ pk: `KEY#${hash}`, sk: SELF }),
  link: (hash: string): Key => ({ pk: `LINK#${hash}`, sk: SELF }),
  membership: (person: string, account: AccountId): Key => ({ pk: `PERSON#${person}`, sk: account }),
  person: (person: string): Key => ({ pk: `PERSON#${person}`, sk: SELF }),
  invited: (addressHash: string, account: AccountId): Key => ({ pk: `INVITED#${addressHash}`, sk: account }),
  /** Of the calls that wait for changes, whoever makes them. */
  waitingPlace: (place: number): Key => ({ pk: `WAITING#${place}`, sk: SELF }),
};

export const partitions = {
  self: (account: AccountId, id: string): Partition => ({ pk: `${account}#${id}` }),
  ofClient: (account: AccountId, client: ClientId): Partition => ({ index: "gsi1", pk: `${account}#${client}` }),
  clientFeed: (account: AccountId, client: ClientId): Partition => ({ index: "gsi1", pk: `${account}#${client}#FEED` }),
  /** Bodies of webhooks that tell of a client. */
  clientWebhooks: (account: AccountId, client: ClientId): Partition => ({
    index: "gsi1",
    pk: `${account}#${client}#WEBHOOKS`,
  }),
  history: (account: AccountId, resource: string): Partition => ({
    index: "gsi2",
    pk: `${account}#${resource}#HISTORY`,
  }),
  list: (account: AccountId, name: string): Partition => ({ index: "gsi2", pk: `${account}#${name}` }),
  recent: (account: AccountId, name: string): Partition => ({ index: "gsi1", pk: `${account}#${name}#RECENT` }),
  geo: (account: AccountId, cell: string): Partition => ({ index: "gsi3", pk: `${account}#GEO#${cell}` }),
  work: (account: AccountId, name: string): Partition => ({ index: "gsi3", pk: `${account}#${name}` }),
  /** Numbers, which begin with `+`, by their first two digits. */
  find: (account: AccountId, kind: string, token: string): Partition => ({
    pk: `${account}#FIND#${kind}#${token.slice(0, token.startsWith("+") ? 3 : 2)}`,
  }),
  /** Numbers by their last digits. */
  findLast: (account: AccountId, digits: string): Partition => ({
    index: "gsi3",
    pk: `${account}#FIND#last#${digits.slice(0, 2)}`,
  }),
  addressFacts: (account: AccountId): Partition => ({ pk: `${account}#ADDRESSES` }),
  facet: (account: AccountId, field: string, value: string): Partition => ({
    pk: `${account}#FACET#${field}#${value}`,
  }),
  /** A list of things of a kind, with what a page shows of each. */
  sortedList: (account: AccountId, kind: string, list: string): Partition => ({
    pk: `${account}#LIST#${kind}#${list}`,
  }),
  counter: (account: AccountId, name: string): Partition => ({ pk: `${account}#COUNT#${name}` }),
  tags: (account: AccountId): Partition => ({ pk: `${account}#TAGS` }),
  feed: (account: AccountId, day: string, shard: number): Partition => ({ pk: `${account}#LOG#${day}#${shard}` }),
  changeLog: (account: AccountId): Partition => ({ pk: `${account}#CHANGES` }),
  memberships: (person: string): Partition => ({ pk: `PERSON#${person}` }),
  invited: (addressHash: string): Partition => ({ pk: `INVITED#${addressHash}` }),
};

const GLOBAL = /^(KEY|LINK|PERSON|INVITED|WAITING)#/;

/** Tells whether a key belongs to an account: `acc_…` itself or `acc_…#…`. */
export const belongsTo = (account: AccountId, pk: string): boolean => pk === account || pk.startsWith(`${account}#`);
export const isGlobal = (pk: string): boolean => GLOBAL.test(pk);

/** The account that an item of the table belongs to, from its key; global items belong to none. */
export const accountOf = (pk: string): AccountId | undefined =>
  pk.startsWith("acc_") ? (pk.split("#", 1)[0] as AccountId) : undefined;

export type { AccountId, ClientId, Id };
