import type { SentMessage } from "../control/views.ts";
import { type Header, messageIdOf, type SentRecord, type SmsRecord } from "./records.ts";
import { tryRender } from "./ses-events.ts";
import { type Tracking, trackedHtml } from "./tracking.ts";

export const viewOf = (record: SentRecord, entry: number, tracking: Tracking, frontDoorUrl: string): SentMessage => {
  if (record.channel === "sms") return smsView(record, entry);
  const messageId = messageIdOf(record, entry);
  const { to = [], cc, bcc, tags = {} } = record.entries[entry] ?? {};
  const common = {
    messageId,
    channel: record.channel,
    from: record.from,
    to: to.join(", "),
    ...(cc && { cc: cc.join(", ") }),
    ...(bcc && { bcc: bcc.join(", ") }),
    ...(record.configurationSet && { configurationSet: record.configurationSet }),
    tags,
    at: record.at,
  };
  const rendered = tryRender(record, entry);
  if (typeof rendered === "string") return { ...common, headers: {}, attachments: [], failure: rendered };
  const { subject, text, html, headers, attachments } = rendered;
  return {
    ...common,
    subject,
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html, trackedHtml: trackedHtml(html, messageId, tracking, frontDoorUrl) }),
    headers: byName(headers),
    attachments: attachments.map(({ fileName, contentType, content }) => ({
      fileName,
      contentType,
      size: Buffer.byteLength(content, "base64"),
      content,
    })),
  };
};

const smsView = (record: SmsRecord, entry: number): SentMessage => {
  const { from, text, at } = record;
  const to = record.entries[entry]?.to.join(", ") ?? "";
  return {
    messageId: messageIdOf(record, entry),
    channel: "sms",
    from,
    to,
    text,
    headers: {},
    attachments: [],
    tags: {},
    at,
  };
};

/** A header that comes more than once keeps all its values, one a line. */
const byName = (headers: Header[]): Record<string, string> => {
  const named: Record<string, string> = {};
  for (const { name, value } of headers) named[name] = name in named ? `${named[name]}\n${value}` : value;
  return named;
};
