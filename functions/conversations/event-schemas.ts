import { mailStates } from "../../shared/entities/mail-state.ts";
import { publishedShape } from "../../shared/events/published-shape.ts";
import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";
import { origins } from "./conversation.ts";
import * as kinds from "./kinds.ts";
import { conversation, conversationNote, message } from "./schemas.ts";

const { oneOf, optional, shown } = field;

export const publishedConversation = lazy(() =>
  publishedShape(kinds.conversation, {
    ...conversation().shape,
    shelf: optional(oneOf(["archived", "deleted"])),
    origin: oneOf(origins),
    lastMessageAt: optional(shown()),
    ...field.provenance,
  }),
);

export const publishedMessage = lazy(() =>
  publishedShape(kinds.message, {
    ...message().shape,
    clientId: field.id("client"),
    mail: oneOf([...mailStates, "unsubscribed"]),
    mailAt: optional(shown()),
    mailError: optional(shown()),
    mailBounce: optional(oneOf(["hard", "soft"])),
    ...field.provenance,
  }),
);

export const publishedConversationNote = lazy(() =>
  publishedShape(kinds.conversationNote, { ...conversationNote().shape, clientId: field.id("client") }),
);
