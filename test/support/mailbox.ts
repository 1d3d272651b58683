import { DeliveryRefused } from "../../shared/messaging/delivery-refused.ts";
import type { Mail, Mailer } from "../../shared/messaging/mail.ts";

export interface TestMailbox extends Mailer {
  sent: Mail[];
  /** What the next call does instead of sending. */
  next?: "refuse" | "fail" | undefined;
}

/** A provider that keeps every e-mail, and can be told to refuse or to fail. */
export const testMailbox = (): TestMailbox => {
  const mailbox: TestMailbox = {
    sent: [],
    async send(mail) {
      const { next } = mailbox;
      mailbox.next = undefined;
      if (next === "refuse") throw new DeliveryRefused("MessageRejected");
      if (next === "fail") throw new Error("The connection was lost.");
      mailbox.sent.push(mail);
      return { messageId: `message-${mailbox.sent.length}` };
    },
  };
  return mailbox;
};

/** The token in an e-mail's link to one of our pages. */
export const tokenIn = ({ text }: Pick<Mail, "text">): string => /\/p\/([\w.-]+)/.exec(text)?.[1] ?? "";
