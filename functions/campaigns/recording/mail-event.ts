import {
  accountOfMail,
  isComplaint,
  isHardBounce,
  isWithheld,
  type MailEvent,
  mailEventOf,
} from "../../../shared/messaging/mail-event.ts";
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

/** What an event of the provider says to us: by the tags that the e-mail carried. */
export const mailNews = (told: Readonly<Record<string, unknown>>): MailNews => {
  const event = mailEventOf(told);
  const accountId = accountOfMail(event);
  const { campaign: campaignId, client: clientId, chunk, recipient } = event.tags;
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

const flagsOf = (event: MailEvent): Flag[] | undefined => {
  switch (event.type) {
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
      return isHardBounce(event) ? ["bounced"] : [];
    case "Complaint":
      if (!isComplaint(event)) return [];
      // Of an earlier e-mail: nobody has complained about this one, which was not sent.
      return isWithheld(event) ? ["bounced", "withheld"] : ["complained"];
    case "Reject":
    case "Rendering Failure":
      return ["rejected"];
    default:
      return undefined;
  }
};

const visitOf = ({ at, sentAt, detail: { userAgent, ipAddress } }: MailEvent): Visit => {
  const seconds = (Date.parse(at) - Date.parse(sentAt)) / 1000;
  return {
    ...(typeof userAgent === "string" ? { userAgent } : {}),
    ...(typeof ipAddress === "string" ? { ipAddress } : {}),
    ...(Number.isNaN(seconds) ? {} : { seconds }),
  };
};

/** A mailbox that is full is not gone: only permanent bounces and complaints end it. */
const suppressionOf = (event: MailEvent): Omit<Suppression, "accountId" | "clientId"> | undefined => {
  const { to: address, messageId, at } = event;
  if (isHardBounce(event)) return { why: "bounce", address, messageId, at };
  return isComplaint(event) ? { why: "complaint", address, messageId, at } : undefined;
};
