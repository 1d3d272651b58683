/** What is kept of every send, one record a request: a bulk call keeps its template once, its recipients' data each. */

export interface Header {
  name: string;
  value: string;
}

export interface Attachment {
  fileName: string;
  contentType: string;
  /** Base64. */
  content: string;
  /** For images shown in the text. */
  contentId?: string;
}

export interface Content {
  subject: string;
  text?: string;
  html?: string;
  headers: Header[];
  attachments: Attachment[];
}

/** One message of a request. */
export interface Entry {
  to: string[];
  cc?: string[];
  bcc?: string[];
  /** Values of the template's variables. */
  values?: Record<string, unknown>;
  /** Take the place of the content's headers of the same name. */
  headers?: Header[];
  tags?: Record<string, string>;
}

interface CommonRecord {
  /** Beginning of the ids of its messages: `<id>-000000`, `<id>-000001` … */
  id: string;
  /** RFC 3339. */
  at: string;
  channel: "email" | "sms";
  from: string;
  entries: Entry[];
}

export interface EmailRecord extends CommonRecord {
  channel: "email";
  operation: "SendEmail" | "SendBulkEmail" | "Cognito";
  replyTo: string[];
  configurationSet?: string;
  /** Role of the sender. */
  caller?: string;
  /** A `template` still holds its variables; a `raw` one is a whole MIME message in base64. */
  content: ({ kind: "simple" | "template" } & Content) | { kind: "raw"; mime: string };
}

export interface SmsRecord extends CommonRecord {
  channel: "sms";
  text: string;
}

export type SentRecord = EmailRecord | SmsRecord;

export const messageIdOf = (record: SentRecord, entry: number): string =>
  `${record.id}-${String(entry).padStart(6, "0")}`;

/** The record's id and the number of the entry in it; undefined for what is no message id. */
export const partsOfMessageId = (messageId: string): { id: string; entry: number } | undefined => {
  const [, id, entry] = messageId.match(/^(.+)-(\d{6})$/) ?? [];
  return id === undefined ? undefined : { id, entry: Number(entry) };
};
