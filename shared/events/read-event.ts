import { type Id, isId } from "../ids.ts";
import type { DomainEvent } from "./event.ts";

/** What EventBridge puts into a queue for one of our events. */
const envelope = (body: unknown): Record<string, unknown> =>
  typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};

/** Our own event out of its EventBridge envelope. @throws Error for anything else: it belongs into the DLQ */
export const readDomainEvent = (body: unknown): DomainEvent => {
  const detail = envelope(envelope(body).detail);
  const { id, type, accountId } = detail;
  if (
    typeof id !== "string" ||
    typeof type !== "string" ||
    typeof accountId !== "string" ||
    !isId("account", accountId)
  )
    throw new Error("This message is not one of our events.");
  const actor = envelope(detail.actor);
  return {
    id: id as Id<"event">,
    type,
    schemaVersion: Number(detail.schemaVersion ?? 1),
    accountId,
    occurredAt: String(detail.occurredAt),
    actor: { kind: String(actor.kind), id: String(actor.id) },
    resource: envelope(detail.resource),
    changed: textsIn(detail.changed),
    ...(detail.omitted === undefined ? {} : { omitted: textsIn(detail.omitted) }),
  };
};

const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** S3's "Object Created" out of its EventBridge envelope. */
export const readObjectCreated = (body: unknown): { bucket: string; key: string; size: number } => {
  const detail = envelope(envelope(body).detail);
  const object = envelope(detail.object);
  const bucket = envelope(detail.bucket).name;
  if (typeof bucket !== "string" || typeof object.key !== "string") throw new Error("This message is no object event.");
  return { bucket, key: object.key, size: Number(object.size) };
};

/** The detail of an SES event, as its event destination publishes it. */
export const readMailEvent = (body: unknown): Record<string, unknown> => {
  const detail = envelope(envelope(body).detail);
  if (typeof detail.eventType !== "string") throw new Error("This message is no mail event.");
  return detail;
};
