import { closeSync, existsSync, fstatSync, ftruncateSync, mkdirSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { appendWhole } from "../append-whole.ts";
import { addressIn } from "./addresses.ts";
import type { SentRecord } from "./records.ts";

/** What of a record is needed to find it: small enough to keep of every record in memory. */
export interface Line {
  id: string;
  channel: "email" | "sms";
  /** Per entry, every address of it in lower case. */
  recipients: string[][];
  offset: number;
  length: number;
}

export interface Journal {
  readonly lines: readonly Line[];
  append(record: SentRecord): void;
  read(line: Line): SentRecord;
  find(id: string): Line | undefined;
  close(): void;
}

/**
 * An append-only file of records and one of their whereabouts. A send costs two writes however many there were before,
 * and a process killed between them loses at most the record whose answer nobody got.
 */
export const openJournal = (folder: string): Journal => {
  mkdirSync(folder, { recursive: true });
  const records = openSync(join(folder, "sent.jsonl"), "a+");
  const index = openSync(join(folder, "sent-index.jsonl"), "a+");
  const lines = readIndex(join(folder, "sent-index.jsonl"), index);
  const last = lines.at(-1);
  let end = last ? last.offset + last.length : 0;
  ftruncateSync(records, Math.min(end, fstatSync(records).size));
  const byId = new Map(lines.map((line) => [line.id, line]));
  const latest = new Map<Line, SentRecord>();

  return {
    lines,
    append(record) {
      const bytes = Buffer.from(`${JSON.stringify(record)}\n`);
      appendWhole(records, bytes);
      const line = { ...summaryOf(record), offset: end, length: bytes.length };
      try {
        appendWhole(index, Buffer.from(`${JSON.stringify(line)}\n`));
      } catch (error) {
        ftruncateSync(records, end);
        throw error;
      }
      end += bytes.length;
      lines.push(line);
      byId.set(line.id, line);
      remember(latest, line, record);
    },
    read(line) {
      const known = latest.get(line);
      if (known) return known;
      const bytes = Buffer.alloc(line.length);
      readSync(records, bytes, 0, line.length, line.offset);
      const record: SentRecord = JSON.parse(bytes.toString());
      remember(latest, line, record);
      return record;
    },
    find: (id) => byId.get(id),
    close() {
      closeSync(records);
      closeSync(index);
    },
  };
};

const summaryOf = ({ id, channel, entries }: SentRecord): Omit<Line, "offset" | "length"> => {
  const recipients = entries.map(({ to, cc = [], bcc = [] }) => [...to, ...cc, ...bcc].map(addressIn));
  return { id, channel, recipients };
};

// Lists and the event publisher read what was written last, a page asks for the same record entry by entry.
const remember = (latest: Map<Line, SentRecord>, line: Line, record: SentRecord): void => {
  latest.set(line, record);
  const [oldest] = latest.keys();
  if (latest.size > 32 && oldest) latest.delete(oldest);
};

/** A line cut short by a kill is cut off. */
const readIndex = (path: string, file: number): Line[] => {
  if (!existsSync(path)) return [];
  const content = readFileSync(path, "utf8");
  const whole = content.slice(0, content.lastIndexOf("\n") + 1);
  if (whole.length < content.length) ftruncateSync(file, Buffer.byteLength(whole));
  return whole.split("\n").filter(Boolean).map(readLine);
};

const readLine = (text: string): Line => {
  const line: Line = JSON.parse(text);
  return line;
};
