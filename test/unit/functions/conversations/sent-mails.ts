import { conversationIds } from "../../../../functions/conversations/conversation.ts";
import { message as messageKind } from "../../../../functions/conversations/kinds.ts";
import { type Message, messageIds, messages } from "../../../../functions/conversations/message.ts";
import { sendMessage } from "../../../../functions/conversations/send-message.ts";
import { put } from "../../../../shared/db/writes.ts";
import { ulids } from "../../../../shared/ids.ts";
import type { SentMails } from "../../../support/mail-desk.ts";
import { told } from "../../../support/told.ts";

export const sentMails: SentMails = {
  conversation_message: async ({ accountId, born, client, db, deps }) => {
    const message: Message = {
      ...{ id: ulids.next(messageIds), accountId, conversationId: ulids.next(conversationIds), clientId: client.id },
      ...{ direction: "out", channel: "email", subject: "Pneus", body: "Bonjour", mail: "queued" },
      ...{ author: { id: "mem_1", name: "Marc" }, ...born },
    };
    await db.commit([put(messages, message)]);
    await sendMessage(told(messageKind.mail_queued, messages, message), deps);
  },
};
