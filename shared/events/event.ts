import type { Change } from "./change.ts";
import type { PublishedEvent } from "./kind.ts";

/** `source` of our events on the bus. */
export const EVENT_SOURCE = "clientele";

/** An event of any kind, as the bus carries it. */
export type DomainEvent = PublishedEvent<string, Readonly<Record<string, unknown>>>;

export const eventOf = (change: Change): DomainEvent => ({
  id: change.id,
  type: change.type,
  schemaVersion: change.kind.schemaVersion,
  accountId: change.accountId,
  occurredAt: change.occurredAt,
  actor: change.actor,
  resource: change.resource,
  changed: change.changes.map(({ field }) => field),
});
