import { createHash } from "node:crypto";
import { type Entity, entity } from "../db/entity.ts";
import { type AccountId, type ClientId, type Id, type Key, keys, partitions } from "../db/keys.ts";
import type { AccountTable, ListOptions, Page } from "../db/table.ts";
import { type Change, eventIdOf, type FieldChange, same } from "../events/change.ts";
import { isId } from "../ids.ts";
import { cut } from "../text/cut.ts";

/**
 * One change of one resource, as the account's change feed keeps it: every version has exactly one, but the first of a
 * client that nobody has changed since (`client-creation.ts`).
 */
export interface FeedEntry {
  /** The id of the event on the bus, too. Sorts by time. */
  id: Id<"event">;
  accountId: AccountId;
  /** `client.updated`. */
  type: string;
  occurredAt: string;
  actor: { kind: string; id: string };
  source: string;
  resourceId: string;
  /** The version that the change made. */
  version: number;
  /** The client whose activity it belongs to, where that is not the resource itself. */
  clientId?: ClientId;
  title?: string;
  /** Each field's old and new value, for resources with a history. */
  changes?: FieldHistory[];
}

export interface FieldHistory extends FieldChange {
  /** A value was longer than the history keeps: what stands there is its beginning, as text, or nothing at all. */
  cut?: true;
}

/** The change feed of a day is written in so many partitions side by side; all versions of a resource are in one. */
export const FEED_SHARDS = 8;

const VALUE_LENGTH = 2000;
/** All values of one entry together, in UTF-16 units: an item may hold 400 KB. */
const ENTRY_LENGTH = 64_000;

export const feedShardOf = (resourceId: string): number =>
  createHash("sha256").update(resourceId).digest().readUInt8(0) % FEED_SHARDS;

export const feedEntries: Entity<FeedEntry> = entity("feed", (entry) => {
  const { id, accountId, resourceId, changes } = entry;
  const clientId = clientOf(entry);
  return {
    ...keys.feed(accountId, entry.occurredAt.slice(0, 10), feedShardOf(resourceId), id),
    ...(clientId ? { gsi1pk: partitions.clientFeed(accountId, clientId).pk, gsi1sk: id } : {}),
    ...(changes ? { gsi2pk: partitions.history(accountId, resourceId).pk, gsi2sk: id } : {}),
  };
});

const clientOf = ({ clientId, resourceId }: Pick<FeedEntry, "clientId" | "resourceId">): ClientId | undefined =>
  clientId ?? (isId("client", resourceId) ? resourceId : undefined);

/** What kind of resource an entry tells of: the first half of its type. */
export const kindOf = ({ type }: Pick<FeedEntry, "type">): string => type.split(".", 1)[0] ?? "";

/**
 * The key of the entry that tells of a version of a resource: it stands there as soon as the projector has followed it.
 * For the first version of a client see `followed.ts`.
 */
export const feedKeyOf = (account: AccountId, version: { id: string; version: number; updatedAt: string }): Key =>
  keys.feed(account, version.updatedAt.slice(0, 10), feedShardOf(version.id), eventIdOf(version));

/** An entry without what was said in it. */
export const silenced = ({ title, changes, ...entry }: FeedEntry): FeedEntry => entry;

export const feedEntryOf = (change: Change): FeedEntry => {
  const { id, accountId, type, occurredAt, actor, source, kind, resourceId, version, clientId, title } = change;
  const changes = kind.history ? historyOf(change) : [];
  return {
    id,
    accountId,
    type,
    occurredAt,
    actor,
    source,
    resourceId,
    version,
    ...(clientId && clientId !== resourceId ? { clientId } : {}),
    ...titleOf(title),
    ...(changes.length > 0 ? { changes } : {}),
  };
};

const TITLE_LENGTH = 200;

/** What a resource is called in the feed. */
export const titleOf = (title: string | undefined): Pick<FeedEntry, "title"> =>
  title ? { title: title.slice(0, TITLE_LENGTH) } : {};

const historyOf = ({ changes, kind }: Change): FieldHistory[] => {
  let room = ENTRY_LENGTH;
  const kept = (value: unknown): { value?: unknown; cut?: true } => {
    if (value === undefined) return {};
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const most = Math.min(VALUE_LENGTH, room);
    room -= Math.min(text.length, most);
    if (text.length <= most) return { value };
    return most > 0 ? { value: `${cut(text, most)}…`, cut: true } : { cut: true };
  };
  return changes
    .flatMap((change) => (kind.history?.inParts?.includes(change.field) ? partsOf(change) : [change]))
    .map(({ field, from, to }) => {
      const [old, fresh] = [kept(from), kept(to)];
      return {
        field,
        ...(old.value === undefined ? {} : { from: old.value }),
        ...(fresh.value === undefined ? {} : { to: fresh.value }),
        ...(old.cut || fresh.cut ? { cut: true as const } : {}),
      };
    });
};

const members = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};

/** `fields.plate`, `fields.colour` … for those that changed. */
const partsOf = ({ field, from, to }: FieldChange): FieldChange[] => {
  const [old, fresh] = [members(from), members(to)];
  return [...new Set([...Object.keys(old), ...Object.keys(fresh)])]
    .filter((name) => !same(old[name], fresh[name]))
    .sort()
    .map((name) => ({
      field: `${field}.${name}`,
      ...(name in old ? { from: old[name] } : {}),
      ...(name in fresh ? { to: fresh[name] } : {}),
    }));
};

type Reading = Pick<ListOptions, "limit" | "after">;

/** What happened to and around a client, newest first. */
export const listClientFeed = (db: AccountTable, client: ClientId, reading: Reading): Promise<Page<FeedEntry>> =>
  db.list(feedEntries, partitions.clientFeed(db.accountId, client), { ...reading, newestFirst: true });

/** The changes of a resource that has a history, with old and new values, newest first. */
export const listHistory = (db: AccountTable, resourceId: string, reading: Reading): Promise<Page<FeedEntry>> =>
  db.list(feedEntries, partitions.history(db.accountId, resourceId), { ...reading, newestFirst: true });

/**
 * One shard of one day (`YYYY-MM-DD`, UTC) of the account's change feed, oldest first. Entries arrive a little after
 * they occurred, so a reader that keeps a position must stay some seconds behind the present.
 */
export const listFeed = (
  db: AccountTable,
  day: string,
  shard: number,
  options: Pick<ListOptions, "limit" | "after" | "from" | "to" | "newestFirst">,
): Promise<Page<FeedEntry>> => db.list(feedEntries, partitions.feed(db.accountId, day, shard), options);
