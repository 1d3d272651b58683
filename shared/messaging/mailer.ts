import { SESv2Client, SESv2ServiceException, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { lazy } from "../lazy.ts";
import { DeliveryRefused } from "./delivery-refused.ts";
import { type Mailer, oneLine } from "./mail.ts";

/** Answers of SES that another try would get again (SESv2 API reference, SendEmail). */
const FINAL = new Set(["MessageRejected", "MailFromDomainNotVerifiedException", "BadRequestException"]);

/** SES, with the configuration set whose events tell what became of each e-mail. */
export const sesMailer = (
  configurationSet: string,
  client = lazy(() => new SESv2Client({ maxAttempts: 1 })),
): Mailer => ({
  async send({ from, replyTo, to, subject, html, text, headers = [], tags }) {
    try {
      const answer = await client().send(
        new SendEmailCommand({
          FromEmailAddress: from,
          ...(replyTo ? { ReplyToAddresses: [replyTo] } : {}),
          Destination: { ToAddresses: [to] },
          Content: {
            Simple: {
              Subject: utf8(oneLine(subject)),
              Body: { Html: utf8(html), Text: utf8(text) },
              Headers: headers.map(({ name, value }) => ({ Name: name, Value: oneLine(value) })),
            },
          },
          ConfigurationSetName: configurationSet,
          EmailTags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
        }),
      );
      return { messageId: answer.MessageId ?? "" };
    } catch (error) {
      if (error instanceof SESv2ServiceException && FINAL.has(error.name)) throw new DeliveryRefused(error.name);
      throw error;
    }
  },
});

const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });
