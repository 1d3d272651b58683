import type { BucketDeclaration, PhoneNumberDeclaration, ReceiptRuleDeclaration } from "../assembly/deployment.ts";
import type { InboundMessage } from "../control/views.ts";
import { objectCreatedEntry } from "../events/sources.ts";
import type { BusEntry } from "../front-door/contract.ts";
import { EngineError, engineRequest } from "../provision/engine-call.ts";
import { publishToTopic } from "../provision/sns.ts";
import { toMime } from "./mime.ts";

interface ReceiverOptions {
  receiptRules: ReceiptRuleDeclaration[];
  phoneNumbers: PhoneNumberDeclaration[];
  buckets: BucketDeclaration[];
  fauxqs: string;
  region: string;
  putEvents(entries: BusEntry[]): Promise<unknown>;
}

/**
 * Lets a message arrive as the template says: e-mail by the receipt rules of SES, which put it into a bucket; SMS by the
 * topic of a two-way phone number. Where the template says nothing, it becomes an event on the default bus.
 */
export const createReceiver =
  (options: ReceiverOptions): ((message: InboundMessage) => Promise<void>) =>
  async (message) => {
    const taken =
      message.channel === "email" ? await receiveEmail(message, options) : await receiveSms(message, options);
    if (taken) return;
    const detailType = message.channel === "email" ? "Inbound E-mail" : "Inbound SMS";
    await options.putEvents([{ source: "local.inbound", detailType, detail: message, busName: "default" }]);
  };

const receiveEmail = async (
  message: InboundMessage,
  { receiptRules, ...options }: ReceiverOptions,
): Promise<boolean> => {
  const rules = receiptRules.filter(({ Rule }) => Rule.Enabled && isFor(Rule.Recipients, message.to));
  for (const { Rule } of rules) {
    for (const { S3Action } of Rule.Actions) {
      if (S3Action) await keep(message, S3Action, options);
    }
    if (Rule.Actions.some(({ StopAction }) => StopAction)) break;
  }
  return rules.length > 0;
};

type S3Action = NonNullable<ReceiptRuleDeclaration["Rule"]["Actions"][number]["S3Action"]>;

/** https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-s3.html */
const keep = async (
  message: InboundMessage,
  { BucketName, ObjectKeyPrefix = "", TopicArn }: S3Action,
  { buckets, fauxqs, region, putEvents }: Omit<ReceiverOptions, "receiptRules">,
): Promise<void> => {
  const key = `${ObjectKeyPrefix}${message.id}`;
  const mime = toMime(message);
  const path = `/${BucketName}/${key.split("/").map(encodeURIComponent).join("/")}`;
  const { status, body, headers } = await engineRequest(fauxqs, { method: "PUT", path, service: "s3", region }, mime);
  if (status >= 300) throw new EngineError(status, "PutObject", body);
  const etag = String(headers.etag ?? "").replaceAll('"', "");
  const created = { bucket: BucketName, key, size: Buffer.byteLength(mime), etag, reason: "PutObject" } as const;
  const entry = objectCreatedEntry(buckets, created);
  if (entry) await putEvents([entry]);
  if (TopicArn)
    await publishToTopic(fauxqs, region, TopicArn, JSON.stringify(receivedNotice(message, BucketName, key)));
};

/** https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html */
const receivedNotice = ({ id, from, to, subject, at }: InboundMessage, bucketName: string, objectKey: string) => ({
  notificationType: "Received",
  mail: {
    timestamp: at,
    messageId: id,
    source: from,
    destination: [to],
    commonHeaders: { from: [from], to: [to], subject, messageId: `<${id}@local>` },
  },
  receipt: { timestamp: at, recipients: [to], action: { type: "S3", bucketName, objectKey } },
});

/** A rule without recipients takes all; one may name an address, a domain, or `.example.com` for its subdomains. */
const isFor = (recipients: string[], to: string): boolean => {
  const address = (/<([^>]+)>/.exec(to)?.[1] ?? to).toLowerCase();
  const [local = "", domain = ""] = address.split("@");
  const plain = `${local.split("+")[0]}@${domain}`;
  const fits = (wanted: string) =>
    [address, plain, domain].includes(wanted) || (wanted.startsWith(".") && domain.endsWith(wanted));
  return recipients.length === 0 || recipients.some((recipient) => fits(recipient.toLowerCase()));
};

/** https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html */
const receiveSms = async (
  message: InboundMessage,
  { phoneNumbers, fauxqs, region }: ReceiverOptions,
): Promise<boolean> => {
  const topics = new Set(phoneNumbers.flatMap(({ TwoWay }) => (TwoWay?.Enabled && TwoWay.ChannelArn) || []));
  const payload = {
    originationNumber: message.from,
    destinationNumber: message.to,
    messageKeyword: "KEYWORD",
    messageBody: message.text ?? "",
    inboundMessageId: message.id,
  };
  for (const topic of topics) await publishToTopic(fauxqs, region, topic, JSON.stringify(payload));
  return topics.size > 0;
};
