/** Reads the messages that are sent whole (RFC 5322, 2045–2047, 2231): enough to show them, not to archive them. */
import type { Attachment, Content, Header } from "./records.ts";

interface Part {
  headers: Header[];
  body: Buffer;
}

/** Sub-parts deeper than this are some message's attempt to be clever. */
const deepest = 8;

export const readMime = (message: Buffer): Content => {
  const root = readPart(message);
  const content: Content = {
    subject: decodedWords(headerOf(root, "subject")),
    headers: root.headers.map(decodedHeader),
    attachments: [],
  };
  collect(root, content, 0);
  return content;
};

const collect = (part: Part, content: Content, depth: number): void => {
  const type = parameterised(headerOf(part, "content-type") || "text/plain");
  const boundary = type.parameters.get("boundary");
  if (type.value.startsWith("multipart/") && boundary && depth < deepest) {
    for (const inner of splitAt(part.body, boundary)) collect(readPart(inner), content, depth + 1);
    return;
  }
  const disposition = parameterised(headerOf(part, "content-disposition"));
  const fileName = disposition.parameters.get("filename") ?? type.parameters.get("name");
  const isText = disposition.value !== "attachment" && fileName === undefined && type.value.startsWith("text/");
  if (!isText) {
    content.attachments.push(attachmentOf(part, type.value, fileName));
    return;
  }
  const text = decodedText(decodedBody(part), type.parameters.get("charset"));
  if (type.value === "text/html") content.html ??= text;
  else content.text ??= text;
};

const attachmentOf = (part: Part, contentType: string, fileName = "unnamed"): Attachment => {
  const contentId = headerOf(part, "content-id").replace(/^<|>$/g, "");
  return {
    fileName: decodedWords(fileName),
    contentType,
    content: decodedBody(part).toString("base64"),
    ...(contentId && { contentId }),
  };
};

const readPart = (bytes: Buffer): Part => {
  const end = headerEnd(bytes);
  const lines = bytes
    .subarray(0, end.at)
    .toString("utf8")
    .replace(/\r?\n[ \t]+/g, " ")
    .split(/\r?\n/);
  const headers = lines.flatMap((line) => {
    const colon = line.indexOf(":");
    return colon < 1 ? [] : [{ name: line.slice(0, colon), value: line.slice(colon + 1).trim() }];
  });
  return { headers, body: bytes.subarray(end.at + end.length) };
};

const headerEnd = (bytes: Buffer): { at: number; length: number } => {
  const ends = ["\r\n\r\n", "\n\n"].map((mark) => ({ at: bytes.indexOf(mark), length: mark.length }));
  const found = ends.filter(({ at }) => at !== -1).sort((a, b) => a.at - b.at)[0];
  return found ?? { at: bytes.length, length: 0 };
};

const splitAt = (body: Buffer, boundary: string): Buffer[] => {
  // Latin-1 keeps every byte a character of its own.
  const chunks = `\n${body.toString("latin1")}`.split(`\n--${boundary}`);
  const parts = chunks.slice(1).filter((chunk) => !chunk.startsWith("--"));
  return parts.map((chunk) => Buffer.from(chunk.replace(/^[ \t]*\r?\n/, "").replace(/\r$/, ""), "latin1"));
};

const headerOf = ({ headers }: Part, name: string): string =>
  headers.find((header) => header.name.toLowerCase() === name)?.value ?? "";

const decodedHeader = ({ name, value }: Header): Header => ({ name, value: decodedWords(value) });

const decodedBody = (part: Part): Buffer => {
  const encoding = headerOf(part, "content-transfer-encoding").toLowerCase();
  if (encoding === "base64") return Buffer.from(part.body.toString("latin1"), "base64");
  return encoding === "quoted-printable" ? quotedPrintable(part.body.toString("latin1")) : part.body;
};

const quotedPrintable = (text: string): Buffer => {
  const joined = text.replace(/=[ \t]*\r?\n/g, "");
  const bytes = joined.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1");
};

/** `=?utf-8?Q?caf=C3=A9?=`; white space between two such words is none. */
export const decodedWords = (text: string): string => {
  const word = /=\?([^?]+)\?([bq])\?([^?]*)\?=/gi;
  return text.replace(/\?=\s+=\?/g, "?==?").replace(word, (_all, charset: string, kind: string, encoded: string) => {
    const bytes =
      kind.toLowerCase() === "b" ? Buffer.from(encoded, "base64") : quotedPrintable(encoded.replaceAll("_", " "));
    return decodedText(bytes, charset);
  });
};

const decodedText = (bytes: Buffer, charset = "utf-8"): string => {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
};

/** `text/plain; charset="utf-8"`, with the parameters of RFC 2231 (`filename*=utf-8''…`, `filename*0=…`) put together. */
const parameterised = (header: string): { value: string; parameters: Map<string, string> } => {
  const [value = ""] = header.split(";");
  const parameters = new Map<string, string>();
  for (const [, name = "", quoted, bare = ""] of header.matchAll(
    /;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g,
  )) {
    const [base = "", ...marks] = name.toLowerCase().split("*");
    const raw = quoted?.replace(/\\(.)/g, "$1") ?? bare;
    const isEncoded = marks.at(-1) === "";
    parameters.set(base, (parameters.get(base) ?? "") + (isEncoded ? percentDecoded(raw) : raw));
  }
  return { value: value.trim().toLowerCase(), parameters };
};

const percentDecoded = (text: string): string => {
  const [, charset = "utf-8", encoded = text] = text.match(/^([^']*)'[^']*'(.*)$/) ?? [];
  const bytes = encoded.replace(/%([0-9A-F]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return decodedText(Buffer.from(bytes, "latin1"), charset || "utf-8");
};
