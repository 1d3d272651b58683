import { mailStates } from "../../shared/entities/mail-state.ts";
import { publishedShape } from "../../shared/events/published-shape.ts";
import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";
import * as kinds from "./kinds.ts";
import { client, clientType, note, subscriptionsShape } from "./schemas.ts";

const { boolean, oneOf, optional, shown } = field;

export const publishedClient = lazy(() => publishedShape(kinds.client, client().shape));

/** Nothing is left but the id. */
export const publishedErasedClient = lazy(() =>
  publishedShape(kinds.erasedClient, { ...client().shape, status: oneOf(["erased"]) }),
);

export const publishedClientType = lazy(() => publishedShape(kinds.clientType, clientType().shape));

export const publishedClientNote = lazy(() => publishedShape(kinds.clientNote, note().shape));
export const publishedClientComment = lazy(() => publishedShape(kinds.clientComment, note().shape));

export const publishedClientMessage = lazy(() =>
  publishedShape(kinds.clientMessage, {
    id: shown(),
    clientId: field.id("client"),
    jobId: field.id("job"),
    subject: shown(),
    body: shown(),
    marketing: optional(boolean()),
    mail: oneOf([...mailStates, "unsubscribed"]),
    mailAt: optional(shown()),
    mailError: optional(shown()),
    mailBounce: optional(oneOf(["hard", "soft"])),
    ...field.provenance,
  }),
);

export const publishedSubscription = lazy(() =>
  publishedShape(kinds.subscription, {
    id: field.id("event"),
    clientId: field.id("client"),
    before: optional(subscriptionsShape()),
    after: subscriptionsShape(),
    how: shown(),
    wording: optional(shown()),
    campaignId: optional(shown()),
    at: shown(),
    ...field.provenance,
  }),
);
