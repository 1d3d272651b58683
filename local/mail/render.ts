import { readMime } from "./mime.ts";
import { type Content, type EmailRecord, type Entry, type Header, messageIdOf } from "./records.ts";
import { renderTemplate } from "./template.ts";

/** One e-mail as its recipient gets it, before tracking. */
export interface RenderedEmail extends Content {
  messageId: string;
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
}

/** @throws RenderingFailure when the template asks for a value that the entry does not have. */
export const renderEmail = (record: EmailRecord, entryNumber: number): RenderedEmail => {
  const entry = record.entries[entryNumber];
  if (!entry) throw new RangeError(`The record ${record.id} has no entry ${entryNumber}.`);
  const messageId = messageIdOf(record, entryNumber);
  const content = contentOf(record, entry);
  const { to, cc = [], bcc = [] } = entry;
  const given = replaced(content.headers, entry.headers ?? []);
  const headers =
    record.content.kind === "raw"
      ? withoutTransport(given)
      : [...envelope(record, entry, content, messageId), ...given];
  return { ...content, headers, messageId, from: record.from, to, cc, bcc };
};

const contentOf = ({ content }: EmailRecord, { values = {} }: Entry): Content => {
  if (content.kind === "raw") return readMime(Buffer.from(content.mime, "base64"));
  if (content.kind === "simple") return content;
  const { subject, text, html, headers, attachments } = content;
  return {
    subject: renderTemplate(subject, values),
    ...(text !== undefined && { text: renderTemplate(text, values) }),
    ...(html !== undefined && { html: renderTemplate(html, values) }),
    headers,
    attachments,
  };
};

const envelope = (record: EmailRecord, { to, cc = [] }: Entry, { subject }: Content, messageId: string): Header[] => {
  const headers = [
    { name: "From", value: record.from },
    { name: "To", value: to.join(", ") },
    { name: "Cc", value: cc.join(", ") },
    { name: "Reply-To", value: record.replyTo.join(", ") },
    { name: "Subject", value: subject },
    { name: "Date", value: new Date(record.at).toUTCString().replace("GMT", "+0000") },
    { name: "Message-ID", value: `<${messageId}@email.amazonses.com>` },
  ];
  return headers.filter(({ value }) => value !== "");
};

const replaced = (headers: Header[], replacements: Header[]): Header[] => {
  const names = new Set(replacements.map(({ name }) => name.toLowerCase()));
  return [...headers.filter(({ name }) => !names.has(name.toLowerCase())), ...replacements];
};

const withoutTransport = (headers: Header[]): Header[] =>
  headers.filter(({ name }) => !/^(mime-version|content-|x-ses-|bcc)/i.test(name));
