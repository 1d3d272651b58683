/** Records of SES event publishing. Source: SES developer guide, "Contents of event data that Amazon SES publishes". */
import { randomUUID } from "node:crypto";
import type { SesEvent, SesMail } from "../front-door/contract.ts";
import { addressIn, simulatorOutcome } from "./addresses.ts";
import { type EmailRecord, messageIdOf } from "./records.ts";
import { type RenderedEmail, renderEmail } from "./render.ts";
import { RenderingFailure } from "./template.ts";

interface Sender {
  region: string;
  accountId: string;
}

/** All that happens to a message on its own: sent, then delivered or what its recipient at the simulator stands for. */
export const eventsOf = (record: EmailRecord, entry: number, sender: Sender): SesEvent[] => {
  const rendered = tryRender(record, entry);
  if (typeof rendered === "string") {
    const mail = mailOf(record, entry, undefined, sender);
    return [{ eventType: "Rendering Failure", mail, failure: { errorMessage: rendered, templateName: "inline" } }];
  }
  const mail = mailOf(record, entry, rendered, sender);
  return [{ eventType: "Send", mail, send: {} }, ...mail.destination.flatMap((address) => outcomesFor(mail, address))];
};

const outcomesFor = (mail: SesMail, address: string): SesEvent[] => {
  switch (simulatorOutcome(address)) {
    case "bounce":
      return [bounceOf(mail, address)];
    case "suppressionlist":
      return [bounceOf(mail, address, { bounceSubType: "Suppressed" })];
    case "complaint":
      return [deliveryOf(mail, address), complaintOf(mail, address)];
    default:
      return [deliveryOf(mail, address)];
  }
};

export const deliveryOf = (mail: SesMail, address: string): SesEvent => {
  const delivery = {
    timestamp: now(),
    processingTimeMillis: Math.max(1, Date.now() - Date.parse(mail.timestamp)),
    recipients: [address],
    smtpResponse: "250 2.0.0 OK local",
    reportingMTA: "local.smtp-out.amazonses.com",
  };
  return { eventType: "Delivery", mail, delivery };
};

interface BounceKind {
  /** @default "Permanent" */
  bounceType?: string | undefined;
  /** @default "General" */
  bounceSubType?: string | undefined;
}

export const bounceOf = (mail: SesMail, address: string, kind: BounceKind = {}): SesEvent => {
  const { bounceType = "Permanent", bounceSubType = "General" } = kind;
  const diagnosis =
    bounceType === "Permanent"
      ? { action: "failed", status: "5.1.1", diagnosticCode: "smtp; 550 5.1.1 user unknown" }
      : { action: "failed", status: "4.2.2", diagnosticCode: "smtp; 452 4.2.2 mailbox full" };
  const bounce = {
    feedbackId: randomUUID(),
    bounceType,
    bounceSubType,
    bouncedRecipients: [{ emailAddress: address, ...diagnosis }],
    timestamp: now(),
    reportingMTA: "dns; local.smtp-out.amazonses.com",
  };
  return { eventType: "Bounce", mail, bounce };
};

export const complaintOf = (mail: SesMail, address: string, complaintFeedbackType = "abuse"): SesEvent => {
  const complaint = {
    feedbackId: randomUUID(),
    complaintSubType: null,
    complainedRecipients: [{ emailAddress: address }],
    timestamp: now(),
    userAgent: "Amazon SES Mailbox Simulator",
    complaintFeedbackType,
    arrivalDate: now(),
  };
  return { eventType: "Complaint", mail, complaint };
};

export interface Visitor {
  ipAddress: string;
  userAgent: string;
}

export const openOf = (mail: SesMail, visitor: Visitor): SesEvent => ({
  eventType: "Open",
  mail,
  open: { timestamp: now(), ...visitor },
});

export const clickOf = (mail: SesMail, link: string, visitor: Visitor): SesEvent => ({
  eventType: "Click",
  mail,
  click: { timestamp: now(), ...visitor, link, linkTags: null },
});

/** What every event says of its message. */
export const mailOf = (
  record: EmailRecord,
  entry: number,
  rendered: RenderedEmail | undefined,
  { region, accountId }: Sender,
): SesMail => {
  const { to = [], cc = [], bcc = [], tags = {} } = record.entries[entry] ?? {};
  const messageId = messageIdOf(record, entry);
  const source = addressIn(record.from);
  const own = Object.entries(tags).map(([name, value]) => [name, [value]]);
  return {
    timestamp: record.at,
    source,
    sourceArn: `arn:aws:ses:${region}:${accountId}:identity/${source}`,
    sendingAccountId: accountId,
    messageId,
    destination: [...to, ...cc, ...bcc].map(addressIn),
    headersTruncated: false,
    headers: rendered?.headers ?? [],
    commonHeaders: { from: [record.from], to, messageId, subject: rendered?.subject ?? "" },
    tags: {
      "ses:operation": [record.operation],
      ...(record.configurationSet && { "ses:configuration-set": [record.configurationSet] }),
      "ses:source-ip": ["127.0.0.1"],
      "ses:from-domain": [source.split("@")[1] ?? ""],
      ...(record.caller && { "ses:caller-identity": [record.caller] }),
      ...Object.fromEntries(own),
    },
  };
};

/** The message, or the sentence that says why it cannot be rendered. */
export const tryRender = (record: EmailRecord, entry: number): RenderedEmail | string => {
  try {
    return renderEmail(record, entry);
  } catch (error) {
    if (error instanceof RenderingFailure) return error.message;
    throw error;
  }
};

const now = (): string => new Date().toISOString();
