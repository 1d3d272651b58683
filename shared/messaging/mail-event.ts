import type { Write } from "../db/writes.ts";
import { addressHash, recordFactOnce } from "../entities/address-fact.ts";
import type { MailFate } from "../entities/mail-state.ts";
import type { AccountId } from "../ids.ts";
import { cut } from "../text/cut.ts";
import { oneLine } from "./mail.ts";

type Fields = Readonly<Record<string, unknown>>;

/** An event of SES about one e-mail (its event publishing, "record contents"). */
export interface MailEvent {
  /** `Send`, `Delivery`, `Bounce` … */
  type: string;
  /** What the e-mail carried: whose it was and what it was about. */
  tags: Readonly<Record<string, string>>;
  /** The address that the e-mail was written to. Who forwards it, or has an alias, bounces under another one. */
  to: string;
  messageId: string;
  /** When the e-mail was sent, RFC 3339. */
  sentAt: string;
  /** When this happened. */
  at: string;
  /** The part that is named after the event's type. */
  detail: Fields;
}

const fieldsOf = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** What the event publishing of SES tells of an e-mail. @throws Error for what is none of its events */
export const mailEventOf = (event: Fields): MailEvent => {
  const type = textOf(event.eventType);
  if (!type) throw new Error("This is no event of an e-mail.");
  const mail = fieldsOf(event.mail);
  const detail = fieldsOf(event[DETAILS[type] ?? type.toLowerCase()]);
  const [destination] = listOf(mail.destination);
  const tags = Object.entries(fieldsOf(mail.tags)).flatMap(([name, values]) => {
    const [value] = listOf(values);
    return typeof value === "string" ? [[name, value]] : [];
  });
  return {
    type,
    tags: Object.fromEntries(tags),
    to: String(destination ?? firstReported(detail).emailAddress).toLowerCase(),
    messageId: String(mail.messageId),
    sentAt: String(mail.timestamp),
    at: String(detail.timestamp ?? mail.timestamp),
    detail,
  };
};

/** Where the part is not named like the type in small letters. */
const DETAILS: Readonly<Record<string, string>> = { DeliveryDelay: "deliveryDelay", "Rendering Failure": "failure" };

/** Each of our e-mails has one recipient. */
const firstReported = ({ bouncedRecipients, complainedRecipients, delayedRecipients }: Fields): Fields =>
  fieldsOf(listOf(bouncedRecipients ?? complainedRecipients ?? delayedRecipients)[0]);

/** A hard bounce: no others are in the bounce rate that SES judges an account by. */
export const isHardBounce = ({ type, detail }: MailEvent): boolean =>
  type === "Bounce" && detail.bounceType === "Permanent";

/**
 * Feedback that says the opposite of a complaint, or nothing about the e-mail: `not-spam` is "this is no spam" (RFC 5965,
 * section 7.3), `auth-failure` a report about signatures (RFC 6591).
 */
export const isComplaint = ({ type, detail }: MailEvent): boolean =>
  type === "Complaint" && !NO_COMPLAINTS.has(String(detail.complaintFeedbackType).toLowerCase());
const NO_COMPLAINTS: ReadonlySet<string> = new Set(["not-spam", "auth-failure"]);

/**
 * The address is on the suppression list of our own account at SES, which took the e-mail and sent nothing: neither its
 * bounce rate nor its complaint rate counts that (Amazon SES, "account-level suppression list", `DeliveryEventType`).
 * `Suppressed` is the list of all its customers, and that bounce does count.
 */
export const isWithheld = ({ detail: { bounceSubType, complaintSubType } }: MailEvent): boolean =>
  bounceSubType === ON_LIST || complaintSubType === ON_LIST;
const ON_LIST = "OnAccountSuppressionList";

/** What became of the e-mail; undefined when the event does not say: somebody opened it, or clicked. */
export const fateOf = (event: MailEvent): MailFate | undefined => {
  const { type, detail, at: mailAt } = event;
  const why = reasonOf(detail);
  const mailError = why ? { mailError: why } : {};
  switch (type) {
    case "Send":
      return { mail: "sent", mailAt };
    case "DeliveryDelay":
      return { mail: "delayed", mailAt, ...mailError };
    case "Delivery":
      return { mail: "delivered", mailAt };
    case "Bounce":
      if (isWithheld(event)) return { mail: "suppressed", mailAt, mailError: "bounce" };
      return isHardBounce(event)
        ? { mail: "bounced", mailBounce: "hard", mailAt, ...mailError }
        : { mail: "bounced", mailBounce: "soft", mailAt, ...mailError, ...doubtOf(detail) };
    case "Complaint":
      if (!isComplaint(event)) return undefined;
      return isWithheld(event)
        ? { mail: "suppressed", mailAt, mailError: "complaint" }
        : { mail: "complained", mailAt, ...mailError };
    case "Reject":
    case "Rendering Failure":
      return { mail: "failed", mailAt, ...mailError };
    default:
      return undefined;
  }
};

/** What answering machines send is "Transient, General" to SES, as are the bounces that it cannot make out. */
const doubtOf = ({ bounceSubType }: Fields) => (bounceSubType === "General" ? { isDoubtful: true as const } : {});

const REASON_LENGTH = 300;

/** The words of the receiving server where there are any. */
const reasonOf = (detail: Fields): string | undefined => {
  const { bounceSubType, delayType, complaintFeedbackType, reason, errorMessage } = detail;
  const words = [firstReported(detail).diagnosticCode, reason, errorMessage];
  const kinds = [bounceSubType, delayType, complaintFeedbackType];
  const found = [...words, ...kinds].map(textOf).find((text) => text !== undefined);
  return found && cut(oneLine(found), REASON_LENGTH);
};

/** Whose e-mail it was; undefined when it was no account's. */
export const accountOfMail = ({ tags }: MailEvent): AccountId | undefined => tags.account as AccountId | undefined;

/** What the address says from now on, whoever has it: nothing where the e-mail may yet arrive, or another one would. */
export const factsOfMail = (event: MailEvent, accountId: AccountId): Write[] => {
  const hash = addressHash(accountId, event.to);
  const proof = (how: "bounce" | "complaint") => ({ at: new Date(event.at).toISOString(), how });
  // A complaint is a no as well: marketing is not turned on again without proof.
  if (isComplaint(event))
    return [recordFactOnce(accountId, hash, { complained: proof("complaint"), refused: proof("complaint") })];
  return isHardBounce(event) ? [recordFactOnce(accountId, hash, { bounced: proof("bounce") })] : [];
};
