import { mailKind } from "../../shared/messaging/mail-kind.ts";

/** What staff write to one client in a conversation. */
export const conversationMailKind = mailKind("conversation_message", { to: "client", byHand: true });
