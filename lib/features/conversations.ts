import { conversationMailKind } from "../../functions/conversations/mails.ts";
import { conversations } from "../../functions/conversations/manifest.ts";
import type { AppStack } from "../stacks/app-stack.ts";
import { Feature } from "./feature.ts";

/** What clients and the business write to each other. */
export class Conversations extends Feature {
  constructor(app: AppStack) {
    super(app, conversations);
    this.api();

    const sendMessage = this.worker("send-message");
    app.table.grantWrite(sendMessage);
    app.email.grantSend(sendMessage);
    this.on({ types: ["message.mail_queued"] }, "conversation-messages", sendMessage, {
      impact: "What staff write to clients is not going out: each message says `queued`.",
    });

    const noteMessage = this.worker("note-message");
    app.table.grantWrite(noteMessage);
    this.onMailEvents([conversationMailKind], "conversation-mail-events", noteMessage, {
      impact: "Messages say `sent` of e-mails that bounced; addresses that refuse our e-mails are known all the same.",
    });
  }
}
