import { expect, test } from "vitest";
import type { InboundMessage } from "../../../../local/control/views.ts";
import { toMime } from "../../../../local/inbound/mime.ts";
import { readMime } from "../../../../local/mail/mime.ts";

const message: InboundMessage = {
  id: "0b0b7c8e-0000-4000-8000-000000000001",
  channel: "email",
  from: "a@b.example",
  to: "shop@in.example",
  subject: "Été « 2026 »",
  text: "Bonjour à tous\n",
  attachments: [{ fileName: "reçu.txt", contentType: "text/plain", content: Buffer.from("payé").toString("base64") }],
  at: "2026-11-21T12:00:00.000Z",
};

test("what is written can be read again, accents and attachments included", () => {
  const read = readMime(Buffer.from(toMime(message)));
  expect(read.subject).toBe(message.subject);
  expect(read.text?.trimEnd()).toBe("Bonjour à tous");
  expect(read.attachments).toHaveLength(1);
});

test("a line break in a subject begins no header of its own", () => {
  const mime = toMime({ ...message, subject: "hello\r\nBcc: everybody@example.com" });
  expect(mime).not.toMatch(/^Bcc:/m);
});
