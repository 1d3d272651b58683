import { until } from "./until.ts";

/** An e-mail as the local stack keeps it. */
export interface SentMail {
  to: string | string[];
  from: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
}

/** Waits for an e-mail to somebody, whose subject says so. */
export const mailTo = (stackUrl: string, to: string, subject: RegExp): Promise<SentMail> =>
  until(async () => {
    const answer = await fetch(`${stackUrl}/_local/messages?channel=email&to=${encodeURIComponent(to)}`);
    const { data } = (await answer.json()) as { data: SentMail[] };
    return data.find((mail) => subject.test(mail.subject));
  }, `an e-mail to ${to} about ${subject}`);
