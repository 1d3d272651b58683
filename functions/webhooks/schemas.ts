import { attemptErrors } from "../../shared/entities/webhook-delivery.ts";
import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";

const { input, nullable, optional, output, provenance, text } = field;

const eventType = lazy(() =>
  text(1, 100).check(
    field.pattern(/^(\*|[a-z_]+\.(\*|[a-z_]+))$/, "Expected `*`, `client.*` or a type like `client.updated`"),
  ),
);
const eventTypes = lazy(() => field.filledList(eventType(), 100, "Name the types of events, or `*` for all of them"));

export const newWebhook = lazy(() =>
  input({ url: field.url(), description: optional(text(1, 200)), eventTypes: eventTypes() }),
);

export const webhookPatch = lazy(() =>
  input({
    url: optional(field.url()),
    description: optional(nullable(text(1, 200))),
    eventTypes: optional(eventTypes()),
    status: optional(field.oneOf(["enabled", "disabled"])),
  }),
);

const webhookShape = lazy(() => ({
  id: field.shown(),
  url: field.shown(),
  description: optional(field.shown()),
  eventTypes: field.list(field.shown(), 100),
  status: field.oneOf(["enabled", "disabled"]),
  disabledReason: optional(field.oneOf(["by_hand", "gone", "failing"])),
  disabledAt: optional(field.shown()),
  previousSecretUntil: optional(field.shown()),
  ...provenance,
}));

export const webhook = lazy(() => output(webhookShape()));
export const webhookInDetail = lazy(() =>
  output({
    ...webhookShape(),
    failingSince: optional(field.shown()),
    restingUntil: optional(field.shown()),
    lastDeliveredAt: optional(field.shown()),
  }),
);
export const webhookWithSecret = lazy(() => output({ ...webhookShape(), secret: field.shown() }));
export const webhookPage = lazy(() => field.pageOf(webhook()));

export const secretRotation = lazy(() => input({ overlapHours: optional(field.integer(0, 72)) }));

const attempt = lazy(() =>
  output({
    at: field.shown(),
    durationMs: field.integer(0, 1e6),
    responseStatus: optional(field.integer(0, 999)),
    error: optional(field.oneOf(attemptErrors)),
  }),
);

const deliveryStatus = lazy(() => field.oneOf(["pending", "delivered", "failed", "skipped"]));

export const delivery = lazy(() =>
  output({
    id: field.shown(),
    webhookId: field.shown(),
    eventId: field.shown(),
    eventType: field.shown(),
    occurredAt: field.shown(),
    status: deliveryStatus(),
    attempts: field.list(attempt(), 20),
    responseStatus: optional(field.integer(0, 999)),
    durationMs: optional(field.integer(0, 1e6)),
    nextAttemptAt: optional(field.shown()),
    createdAt: field.shown(),
  }),
);
export const deliveryPage = lazy(() => field.pageOf(delivery()));

export const replayRange = lazy(() =>
  input({
    from: field.isoDateTime(),
    to: optional(field.isoDateTime()),
    statuses: optional(
      field.filledList(field.oneOf(["delivered", "failed", "skipped"]), 3, "Name a status, or leave this out"),
    ),
  }),
);

export const page = lazy(() => field.query(field.pageQuery));
export const deliveriesQuery = lazy(() => field.query({ ...field.pageQuery, status: optional(deliveryStatus()) }));
