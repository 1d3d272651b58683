import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { appendLine } from "../append-whole.ts";
import type { InboundAttachment, InboundMessage } from "../control/views.ts";
import type { Wiring } from "../front-door/contract.ts";
import { optionalText, recordsOf, textOf } from "../front-door/read.ts";

export interface InboundBox {
  /** @throws RangeError in one sentence when the message lacks what every message has. */
  receive(message: Record<string, unknown>): Promise<InboundMessage>;
  /** Newest first. */
  list(): InboundMessage[];
}

/** What people write to the business: kept, and handed to the wiring as if it had arrived. */
export const openInboundBox = (dataDir: string, wiring: Wiring): InboundBox => {
  const folder = join(dataDir, "mail");
  const file = join(folder, "inbound.jsonl");
  mkdirSync(folder, { recursive: true });
  const messages = readKept(file);
  return {
    async receive(given) {
      const message = readInbound(given);
      appendLine(file, `${JSON.stringify(message)}\n`);
      messages.push(message);
      await handOver(message, wiring);
      return message;
    },
    list: () => messages.toReversed(),
  };
};

const handOver = async (message: InboundMessage, wiring: Wiring): Promise<void> => {
  if (wiring.inbound) return wiring.inbound(message);
  const detailType = message.channel === "email" ? "Inbound E-mail" : "Inbound SMS";
  await wiring.putEvents([{ source: "local.inbound", detailType, detail: message, busName: "default" }]);
};

const readInbound = ({ channel, from, to, subject, text, attachments }: Record<string, unknown>): InboundMessage => {
  if (channel !== "email" && channel !== "sms") throw new RangeError("channel must be email or sms");
  if (!textOf(from) || !textOf(to)) throw new RangeError("from and to are required");
  const title = optionalText(subject);
  const body = optionalText(text);
  return {
    id: randomUUID(),
    channel,
    from: textOf(from),
    to: textOf(to),
    ...(title && { subject: title }),
    ...(body && { text: body }),
    attachments: recordsOf(attachments).map(readAttachment),
    at: new Date().toISOString(),
  };
};

const readAttachment = ({ fileName, contentType, content }: Record<string, unknown>): InboundAttachment => {
  if (!textOf(fileName)) throw new RangeError("an attachment needs a fileName and its content in base64");
  return {
    fileName: textOf(fileName),
    contentType: optionalText(contentType) ?? "application/octet-stream",
    content: textOf(content),
  };
};

const readKept = (file: string): InboundMessage[] => {
  if (!existsSync(file)) return [];
  const whole = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return whole.filter(Boolean).map((line) => {
    const message: InboundMessage = JSON.parse(line);
    return message;
  });
};
