import { isMachine, type Visit } from "./machine-visits.ts";
import type { Flag } from "./recipients.ts";

/** News of one recipient of a campaign. */
export interface RecipientNews {
  accountId: string;
  campaignId: string;
  chunk: number;
  recipient: number;
  flags: Flag[];
}

/** No e-mail must go to this address any more, whatever e-mail it was that taught us. */
export interface Suppression {
  accountId: string;
  /** To whom the e-mail was sent. */
  clientId: string;
  why: "bounce" | "complaint";
  /** The address that the e-mail was sent to. Who forwards it, or has an alias, bounces or complains under another one. */
  address: string;
  messageId: string;
  /** RFC 3339. */
  at: string;
}

export interface MailNews {
  recipient?: RecipientNews;
  suppression?: Suppression;
}

type Fields = Readonly<Record<string, unknown>>;
const fields = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** What an event of SES (its event publishing, "record contents") says to us: by the tags that the e-mail carried. */
export const mailNews = (event: Fields): MailNews => {
  const tags = fields(fields(event.mail).tags);
  const tag = (name: string): string | undefined => {
    const [value] = listOf(tags[name]);
    return typeof value === "string" ? value : undefined;
  };
  const [accountId, campaignId, clientId] = ["account", "campaign", "client"].map(tag);
  const [chunk, recipient] = ["chunk", "recipient"].map(tag);
  const flags = flagsOf(event);
  const suppressed = suppressionOf(event);
  return {
    ...(accountId && campaignId && isCount(chunk) && isCount(recipient) && flags
      ? {
          recipient: {
            accountId,
            campaignId,
            chunk: Number(chunk),
            recipient: Number(recipient),
            flags: ["accepted", ...flags],
          },
        }
      : {}),
    ...(accountId && clientId && suppressed ? { suppression: { accountId, clientId, ...suppressed } } : {}),
  };
};

const isCount = (value: string | undefined): value is string => value !== undefined && /^\d{1,6}$/.test(value);

/** The part that is named after the event's type. */
const detailOf = (event: Fields): Fields => fields(event[String(event.eventType).toLowerCase()]);

const flagsOf = (event: Fields): Flag[] | undefined => {
  switch (event.eventType) {
    case "Send":
    case "DeliveryDelay":
      return [];
    case "Delivery":
      return ["delivered"];
    case "Open":
      return isMachine(visitOf(event)) ? ["machineOpens"] : ["viewed"];
    case "Click":
      // Who clicks has seen the e-mail, with or without its pictures.
      return isMachine(visitOf(event)) ? ["machineClicks"] : ["viewed", "clicked"];
    case "Bounce":
      if (isWithheld(event)) return ["bounced", "withheld"];
      // Other bounces (a mailbox that is full, an owner on holiday) say neither that it arrived nor that it cannot.
      return isPermanent(event) ? ["bounced"] : [];
    case "Complaint":
      if (isNoComplaint(event)) return [];
      // Of an earlier e-mail: nobody has complained about this one, which was not sent.
      return isWithheld(event) ? ["bounced", "withheld"] : ["complained"];
    case "Reject":
    case "Rendering Failure":
      return ["rejected"];
    default:
      return undefined;
  }
};

const visitOf = (event: Fields): Visit => {
  const { userAgent, ipAddress, timestamp } = detailOf(event);
  const seconds = (Date.parse(String(timestamp)) - Date.parse(String(fields(event.mail).timestamp))) / 1000;
  return {
    ...(typeof userAgent === "string" ? { userAgent } : {}),
    ...(typeof ipAddress === "string" ? { ipAddress } : {}),
    ...(Number.isNaN(seconds) ? {} : { seconds }),
  };
};

/** A hard bounce: no others are in the bounce rate that SES judges an account by. */
const isPermanent = (event: Fields): boolean => detailOf(event).bounceType === "Permanent";

/**
 * The address is on the suppression list of our own account at SES, which took the e-mail and sent nothing: neither its
 * bounce rate nor its complaint rate counts that (Amazon SES, "account-level suppression list", `DeliveryEventType`).
 * `Suppressed` is the list of all its customers, and that bounce does count.
 */
const isWithheld = (event: Fields): boolean => {
  const { bounceSubType, complaintSubType } = detailOf(event);
  return bounceSubType === ON_LIST || complaintSubType === ON_LIST;
};
const ON_LIST = "OnAccountSuppressionList";

/** A mailbox that is full is not gone: only permanent bounces and complaints end it. */
const suppressionOf = (event: Fields): Omit<Suppression, "accountId" | "clientId"> | undefined => {
  const detail = detailOf(event);
  const mail = fields(event.mail);
  const when = { messageId: String(mail.messageId), at: String(detail.timestamp ?? mail.timestamp) };
  if (event.eventType === "Bounce" && isPermanent(event))
    return { why: "bounce", address: writtenTo(event, detail.bouncedRecipients), ...when };
  if (event.eventType === "Complaint" && !isNoComplaint(event))
    return { why: "complaint", address: writtenTo(event, detail.complainedRecipients), ...when };
  return undefined;
};

/** Each of our e-mails has one recipient, who stands in `mail.destination`; whom the report names may be another. */
const writtenTo = (event: Fields, reported: unknown): string => {
  const [destination] = listOf(fields(event.mail).destination);
  const [recipient] = listOf(reported);
  return String(destination ?? fields(recipient).emailAddress).toLowerCase();
};

/**
 * Feedback that says the opposite of a complaint, or nothing about the e-mail: `not-spam` is "this is no spam" (RFC 5965,
 * section 7.3), `auth-failure` a report about signatures (RFC 6591).
 */
const isNoComplaint = (event: Fields): boolean =>
  NO_COMPLAINTS.has(String(detailOf(event).complaintFeedbackType).toLowerCase());
const NO_COMPLAINTS: ReadonlySet<string> = new Set(["not-spam", "auth-failure"]);
