import { mkdtempSync, readFileSync, rmSync, type writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { appendLine } from "../../../local/append-whole.ts";
import { openJournal } from "../../../local/mail/journal.ts";
import { openScheduleStore, type Schedule } from "../../../local/scheduler/store.ts";

/** Bytes that the disk still takes. */
const { disk } = vi.hoisted(() => ({ disk: { room: Number.POSITIVE_INFINITY } }));
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const write: typeof writeSync = (file: number, bytes: NodeJS.ArrayBufferView | string, offset?: unknown) => {
    if (typeof bytes === "string") throw new Error("Bytes are written here.");
    const from = Number(offset ?? 0);
    const length = Math.min(bytes.byteLength - from, disk.room);
    if (length === 0) throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    disk.room -= length;
    return fs.writeSync(file, bytes, from, length);
  };
  return { ...fs, writeSync: write };
});

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "append-"));
  disk.room = Number.POSITIVE_INFINITY;
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a disk that gets full in the middle of a line", () => {
  test("leaves the file as it was, and the next line whole", () => {
    const file = join(folder, "lines");
    appendLine(file, "one\n");
    disk.room = 2;
    expect(() => appendLine(file, "two\n")).toThrow("ENOSPC");
    disk.room = Number.POSITIVE_INFINITY;
    appendLine(file, "three\n");
    expect(readFileSync(file, "utf8")).toBe("one\nthree\n");
  });

  // Of the record, of its line in the index.
  test.each([40, 300])("costs the mailbox the mail that was refused, and no other (%i bytes left)", (room) => {
    const mail = (id: string) => ({
      id,
      at: "2026-11-01T10:00:00.000Z",
      channel: "sms" as const,
      from: "+15145550100",
      text: "x".repeat(150),
      entries: [{ to: ["+15145550101"] }],
    });
    const journal = openJournal(folder);
    journal.append(mail("one"));
    disk.room = room;
    expect(() => journal.append(mail("two"))).toThrow("ENOSPC");
    disk.room = Number.POSITIVE_INFINITY;
    journal.append(mail("three"));
    journal.close();
    const again = openJournal(folder);
    expect(again.lines.map((line) => again.read(line).id)).toEqual(["one", "three"]);
    again.close();
  });

  test("costs the scheduler the schedule that was refused, and no other", () => {
    const schedule = (name: string): Schedule => ({
      name,
      group: "default",
      expression: "at(2030-01-01T00:00:00)",
      enabled: true,
      target: { Arn: "arn" },
      deleteAfterCompletion: true,
      createdAt: 1,
      modifiedAt: 1,
      origin: "api",
    });
    const file = join(folder, "schedules.jsonl");
    const store = openScheduleStore(file);
    store.put(schedule("one"));
    disk.room = 20;
    expect(() => store.put(schedule("two"))).toThrow("ENOSPC");
    disk.room = Number.POSITIVE_INFINITY;
    store.put(schedule("three"));
    expect([...openScheduleStore(file).all()].map(({ name }) => name)).toEqual(["one", "three"]);
  });
});
