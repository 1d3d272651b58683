import { timestamp } from "../clock.ts";
import { accountOf } from "../db/keys.ts";
import { type AccountId, type ClientId, derivedIdAt, type Id } from "../ids.ts";
import { alwaysPublished, type Kind, type Kinds, stepBetween } from "./kind.ts";

type Image = Readonly<Record<string, unknown>>;

export interface FieldChange {
  field: string;
  from?: unknown;
  to?: unknown;
}

/** One change of one resource, as the table's stream tells it: the feed, the history and the bus all say this. */
export interface Change {
  /** Follows from the resource and its version: the same change has the same id, however often it is read. */
  id: Id<"event">;
  /** `client.updated`. */
  type: string;
  accountId: AccountId;
  occurredAt: string;
  actor: { kind: string; id: string };
  source: string;
  entity: string;
  resourceId: string;
  version: number;
  clientId?: ClientId;
  title?: string;
  /** What is published of the resource after the change, or before it for a removal. */
  resource: Record<string, unknown>;
  /** Of the published fields. */
  changes: FieldChange[];
  kind: Kind;
}

/**
 * What happened between two images of an item. Undefined when there is nothing to tell: an item of no declared kind, a
 * technical touch that did not move the version. The last image of a removed item cannot say when it was removed:
 * `removedAt` does.
 */
export const changeBetween = (
  kinds: Kinds,
  before: Image | undefined,
  after: Image | undefined,
  removedAt?: Date,
): Change | undefined => {
  const image = after ?? before;
  if (!image) return undefined;
  const kind = kinds.get(String(image.entity));
  const accountId = accountOf(String(image.pk));
  if (!kind || !accountId) return undefined;
  if (before && after && before.version === after.version) return undefined;
  const version = Number(after?.version ?? Number(before?.version ?? 0) + 1);
  const writtenAt = String(image.updatedAt ?? image.createdAt);
  // The stream rounds to seconds: a removal comes after the last version all the same.
  const occurredAt = !after && removedAt && timestamp(removedAt) > writtenAt ? timestamp(removedAt) : writtenAt;
  if (Number.isNaN(Date.parse(occurredAt)))
    throw new Error(`A change of ${image.entity} does not say when it was made.`);
  const [old, fresh] = [read(kinds, before), read(kinds, after)];
  const item = fresh ?? old ?? image;
  const resourceId = String(item.id);
  const actorId = String(image.updatedBy ?? image.createdBy ?? "");
  const clientId = clientOf(kind, item);
  const title = textOf(kind.title && item[kind.title]);
  return {
    id: eventIdOf({ id: resourceId, version, updatedAt: occurredAt }, after === undefined),
    type: `${kind.resource}.${stepBetween(kind, old, fresh)}`,
    accountId,
    occurredAt,
    actor: actorOf(actorId),
    source: String(image.source ?? ""),
    entity: String(image.entity),
    resourceId,
    version,
    ...(clientId ? { clientId } : {}),
    ...(title ? { title: title.slice(0, 200) } : {}),
    resource: published(kind, item),
    // Where one kind of item took the place of another, what was there before is not told.
    changes: old && fresh && before?.entity === after?.entity ? differences(old, fresh, toldFields(kind)) : [],
    kind,
  };
};

const read = (kinds: Kinds, image: Image | undefined): Image | undefined =>
  image && (kinds.get(String(image.entity))?.fromStored?.(image) ?? image);

const toldFields = ({ publishes, forWorkers = [] }: Kind): string[] => [...publishes, ...forWorkers];

const published = (kind: Kind, item: Image): Record<string, unknown> =>
  Object.fromEntries(
    [...toldFields(kind), ...alwaysPublished]
      .filter((field) => item[field] !== undefined)
      .map((field) => [field, item[field]]),
  );

const clientOf = ({ of }: Kind, item: Image): ClientId | undefined => {
  if (!of) return undefined;
  return textOf(of === "itself" ? item.id : item.clientId) as ClientId | undefined;
};

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** The id of the event that a version of a resource is told by. */
export const eventIdOf = (
  { id, version, updatedAt }: { id: string; version: number; updatedAt: string },
  wasRemoved = false,
): Id<"event"> => derivedIdAt("event", new Date(updatedAt), id, String(version), wasRemoved ? "removed" : "");

const differences = (before: Image, after: Image, fields: readonly string[]): FieldChange[] =>
  fields
    .filter((field) => !same(before[field], after[field]))
    .sort()
    .map((field) => ({
      field,
      ...(before[field] === undefined ? {} : { from: before[field] }),
      ...(after[field] === undefined ? {} : { to: after[field] }),
    }));

/** Whether two plain values are equal; the order of a map's members does not matter. */
export const same = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return left.length === right.length && left.every(([key, value]) => same(value, (b as Image)[key]));
};

/** Who changed something, by the id that stands in `updatedBy`. */
export const actorOf = (id: string): Change["actor"] => ({ kind: actorKind(id), id });

const actorKind = (id: string): string => {
  if (id.startsWith("key_")) return "api_key";
  if (id.startsWith("mem_")) return "person";
  if (id.startsWith("cli_")) return "client";
  return "system";
};
