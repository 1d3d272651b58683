import type { SesEvent, SesMail, Wiring } from "../front-door/contract.ts";
import { optionalText, textOf } from "../front-door/read.ts";
import type { FoundEmail, Mailbox } from "../mail/mailbox.ts";
import {
  bounceOf,
  clickOf,
  complaintOf,
  deliveryOf,
  mailOf,
  openOf,
  tryRender,
  type Visitor,
} from "../mail/ses-events.ts";
import type { TrackedVisit } from "../mail/tracking.ts";

const kinds = ["delivery", "bounce", "complaint", "open", "click"] as const;
type Kind = (typeof kinds)[number];

/** Somebody on this machine, unless told otherwise: as a mailbox or scanner would show itself. */
const visitorIn = (body: Record<string, unknown>): Visitor => ({
  ipAddress: optionalText(body.ipAddress) ?? "127.0.0.1",
  userAgent: optionalText(body.userAgent) ?? "local",
});

export interface ReportParts {
  mailbox: Mailbox;
  wiring: Wiring;
  region: string;
  accountId: string;
}

/**
 * Publishes what somebody says happened to an e-mail: `{ messageId, type, recipient?, link?, bounceType?, bounceSubType?, userAgent?,
 * ipAddress? }`.
 * @throws RangeError in one sentence when it cannot have happened.
 */
export const reportEvent = async (parts: ReportParts, body: Record<string, unknown>): Promise<SesEvent> => {
  const kind = kinds.find((one) => one === body.type);
  if (!kind) throw new RangeError(`type must be one of ${kinds.join(", ")}`);
  const messageId = textOf(body.messageId);
  const email = parts.mailbox.email(messageId);
  if (!email) throw new RangeError(`No e-mail was sent under the messageId ${messageId || "(none given)"}`);
  if (!email.record.configurationSet)
    throw new RangeError("That e-mail was sent without a configuration set: SES publishes nothing about it");
  const event = eventFor(kind, mailIn(parts, email), body);
  await parts.wiring.sesEvent(email.record.configurationSet, event);
  return event;
};

const eventFor = (kind: Kind, mail: SesMail, body: Record<string, unknown>): SesEvent => {
  const recipient = optionalText(body.recipient) ?? mail.destination[0] ?? "";
  switch (kind) {
    case "delivery":
      return deliveryOf(mail, recipient);
    case "bounce":
      return bounceOf(mail, recipient, {
        bounceType: optionalText(body.bounceType),
        bounceSubType: optionalText(body.bounceSubType),
      });
    case "complaint":
      return complaintOf(mail, recipient);
    case "open":
      return openOf(mail, visitorIn(body));
    case "click":
      return clickOf(mail, optionalText(body.link) ?? "http://127.0.0.1/", visitorIn(body));
  }
};

/** Publishes an open or a click that the tracking saw; false when there is no such message. */
export const reportVisit = async (parts: ReportParts, visit: TrackedVisit, visitor: Visitor): Promise<boolean> => {
  const email = parts.mailbox.email(visit.messageId);
  if (!email) return false;
  const mail = mailIn(parts, email);
  const event = visit.kind === "open" ? openOf(mail, visitor) : clickOf(mail, visit.link, visitor);
  if (email.record.configurationSet) await parts.wiring.sesEvent(email.record.configurationSet, event);
  return true;
};

const mailIn = ({ region, accountId }: ReportParts, { record, entry }: FoundEmail): SesMail => {
  const rendered = tryRender(record, entry);
  return mailOf(record, entry, typeof rendered === "string" ? undefined : rendered, { region, accountId });
};
