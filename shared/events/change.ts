import { timestamp } from "../clock.ts";
import { accountOf } from "../db/keys.ts";
import { type AccountId, type ClientId, derivedIdAt, type Id } from "../ids.ts";
import { stories } from "./stories.ts";
import type { Story } from "./story.ts";

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
  /** The resource after the change (before it, for a removal), without keys and hidden fields. */
  resource: Record<string, unknown>;
  changes: FieldChange[];
  story: Story;
}

const silent = /^(pk|sk|gsi[123](pk|sk)|entity|ttl|version|createdAt|createdBy|updatedAt|updatedBy|source|accountId)$/;

/**
 * What happened between two images of an item. Undefined when there is nothing to tell: an entity without a story, a
 * technical touch that did not move the version. The last image of a removed item cannot say when it was removed:
 * `removedAt` does.
 */
export const changeBetween = (
  before: Image | undefined,
  after: Image | undefined,
  removedAt?: Date,
): Change | undefined => {
  const image = after ?? before;
  if (!image) return undefined;
  const story = stories[String(image.entity)];
  const accountId = accountOf(String(image.pk));
  if (!story || !accountId) return undefined;
  if (before && after && before.version === after.version) return undefined;
  const version = Number(after?.version ?? Number(before?.version ?? 0) + 1);
  const writtenAt = String(image.updatedAt ?? image.createdAt);
  // The stream rounds to seconds: a removal comes after the last version all the same.
  const occurredAt = !after && removedAt && timestamp(removedAt) > writtenAt ? timestamp(removedAt) : writtenAt;
  if (Number.isNaN(Date.parse(occurredAt)))
    throw new Error(`A change of ${image.entity} does not say when it was made.`);
  const resourceId = String(image.id);
  const actorId = String(image.updatedBy ?? "");
  const hidden = (field: string) => silent.test(field) || story.hidden?.includes(field) === true;
  const clientId = story.clientOf?.(image);
  const title = story.titleOf?.(image);
  return {
    id: eventIdOf({ id: resourceId, version, updatedAt: occurredAt }, after === undefined),
    type: `${story.resource}.${stepOf(story, before, after)}`,
    accountId,
    occurredAt,
    actor: { kind: actorKind(actorId), id: actorId },
    source: String(image.source ?? ""),
    entity: String(image.entity),
    resourceId,
    version,
    ...(clientId ? { clientId } : {}),
    ...(title ? { title: title.slice(0, 200) } : {}),
    resource: Object.fromEntries(
      Object.entries(image).filter(([field]) => !hidden(field) || field === "version" || field === "updatedAt"),
    ),
    // Where one kind of item took the place of another, what was there before is not told.
    changes: before && after && before.entity === after.entity ? differences(before, after, hidden) : [],
    story,
  };
};

/** The id of the event that a version of a resource is told by. */
export const eventIdOf = (
  { id, version, updatedAt }: { id: string; version: number; updatedAt: string },
  wasRemoved = false,
): Id<"event"> => derivedIdAt("event", new Date(updatedAt), id, String(version), wasRemoved ? "removed" : "");

const stepOf = (story: Story, before: Image | undefined, after: Image | undefined): string => {
  if (!after) return "deleted";
  const step = story.steps?.find(({ field, value }) => after[field] === value && before?.[field] !== value);
  if (!before) return step && step.name !== "restored" ? step.name : "created";
  return step?.name ?? "updated";
};

const differences = (before: Image, after: Image, hidden: (field: string) => boolean): FieldChange[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => !hidden(field) && !same(before[field], after[field]))
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

const actorKind = (id: string): string => {
  if (id.startsWith("key_")) return "api_key";
  if (id.startsWith("mem_")) return "person";
  if (id.startsWith("cli_")) return "client";
  return "system";
};
