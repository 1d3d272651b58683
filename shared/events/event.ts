import type { Change } from "./change.ts";

/** `source` of our events on the bus. */
export const EVENT_SOURCE = "clientele";

/** A domain event as the bus carries it. */
export interface DomainEvent {
  id: string;
  type: string;
  accountId: string;
  occurredAt: string;
  actor: { kind: string; id: string };
  resource: Record<string, unknown>;
  changed: string[];
  /** The resource was too large for the bus: `resource` holds its id and version only, the rest must be read. */
  resourceOmitted?: true;
}

export const eventOf = (change: Change): DomainEvent => ({
  id: change.id,
  type: change.type,
  accountId: change.accountId,
  occurredAt: change.occurredAt,
  actor: change.actor,
  resource: change.resource,
  changed: change.changes.map(({ field }) => field),
});
