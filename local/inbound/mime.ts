import type { InboundMessage } from "../control/views.ts";

/** The message as a mail server would hand it on (RFC 5322, RFC 2045): UTF-8, everything in Base64. */
export const toMime = ({ id, from, to, subject = "", text = "", attachments, at }: InboundMessage): string => {
  const boundary = `=_${id.replaceAll("-", "")}`;
  const parts = [
    part(["Content-Type: text/plain; charset=utf-8"], Buffer.from(text).toString("base64")),
    ...attachments.map(({ fileName, contentType, content }) =>
      part(
        [
          `Content-Type: ${oneLine(contentType)}`,
          `Content-Disposition: attachment; filename="${encodedWord(fileName)}"`,
        ],
        content,
      ),
    ),
  ];
  const headers = [
    `Message-ID: <${id}@local>`,
    `Date: ${new Date(at).toUTCString().replace("GMT", "+0000")}`,
    `From: ${oneLine(from)}`,
    `To: ${oneLine(to)}`,
    `Subject: ${encodedWord(subject)}`,
    "MIME-Version: 1.0",
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
  ];
  const body = parts.map((one) => `--${boundary}\r\n${one}\r\n`).join("");
  return `${headers.join("\r\n")}\r\n\r\n${body}--${boundary}--\r\n`;
};

const part = (headers: string[], base64: string): string => {
  const lines = base64.match(/.{1,76}/g) ?? [];
  return [...headers, "Content-Transfer-Encoding: base64", "", ...lines].join("\r\n");
};

/** RFC 2047, for what is not plain ASCII. */
const encodedWord = (text: string): string => {
  const line = oneLine(text);
  return /^[\x20-\x7e]*$/.test(line)
    ? line.replaceAll('"', "'")
    : `=?utf-8?B?${Buffer.from(line).toString("base64")}?=`;
};

/** A line break would begin a header of the sender's own. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, " ");
