import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SesEvent } from "../../../../local/front-door/contract.ts";
import { openJournal } from "../../../../local/mail/journal.ts";
import { startPublisher } from "../../../../local/mail/publisher.ts";
import { type EmailRecord, messageIdOf, partsOfMessageId } from "../../../../local/mail/records.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const record = (id: string, ...to: string[]): EmailRecord => ({
  id,
  at: "2026-11-01T10:00:00.000Z",
  channel: "email",
  operation: "SendEmail",
  from: "hello@garage.example",
  replyTo: [],
  configurationSet: "clientele",
  content: { kind: "simple", subject: "é", text: "t", headers: [], attachments: [] },
  entries: to.map((address) => ({ to: [address] })),
});

describe("the journal of what was sent", () => {
  test("finds every record again, after a restart too", () => {
    const first = openJournal(folder);
    const records = Array.from({ length: 100 }, (_, number) => record(`id${number}`, `A${number}@b.co`));
    for (const one of records) first.append(one);
    first.close();
    const again = openJournal(folder);
    expect(again.lines.map((line) => again.read(line))).toEqual(records);
    expect(again.find("id42")?.recipients).toEqual([["a42@b.co"]]);
    again.append(record("id100", "x@y.co"));
    expect(again.lines.at(-1)).toMatchObject({ id: "id100" });
    again.close();
  });

  test("loses only what a kill cut short", () => {
    const first = openJournal(folder);
    first.append(record("whole", "a@b.co"));
    first.close();
    appendFileSync(join(folder, "sent.jsonl"), '{"id":"record without index"}\n{"id":"cut');
    appendFileSync(join(folder, "sent-index.jsonl"), '{"id":"cu');
    const again = openJournal(folder);
    again.append(record("next", "c@d.co"));
    again.close();
    const third = openJournal(folder);
    expect(third.lines.map((line) => third.read(line).id)).toEqual(["whole", "next"]);
    third.close();
  });
});

describe("message ids", () => {
  test("lead back to their record and entry", () => {
    const id = messageIdOf(record("0100abc-def"), 7);
    expect(id).toBe("0100abc-def-000007");
    expect(partsOfMessageId(id)).toEqual({ id: "0100abc-def", entry: 7 });
    expect(partsOfMessageId("something else")).toBeUndefined();
  });
});

describe("the publisher", () => {
  const seen: string[] = [];
  const publish = (_set: string, { eventType, mail }: SesEvent) =>
    void seen.push(`${eventType} ${mail.destination[0]}`);
  const common = () => ({ folder, region: "r", accountId: "a", log: () => undefined });

  beforeEach(() => {
    seen.length = 0;
  });

  test("publishes after a restart what it had not published before the kill, and nothing twice", async () => {
    const journal = openJournal(folder);
    const first = startPublisher({ ...common(), journal, publish });
    journal.append(record("one", "a@b.co"));
    first.wake();
    await expect.poll(() => seen).toEqual(["Send a@b.co", "Delivery a@b.co"]);
    await first.close();
    journal.append(record("two", "c@d.co"));
    const second = startPublisher({ ...common(), journal, publish });
    await expect.poll(() => seen.slice(2)).toEqual(["Send c@d.co", "Delivery c@d.co"]);
    await second.close();
    journal.close();
  });

  test("publishes again what nobody had kept yet when it was killed", async () => {
    const journal = openJournal(folder);
    journal.append(record("one", "a@b.co"));
    const { promise, resolve } = Promise.withResolvers<void>();
    const hanging = vi.fn(() => promise);
    const killed = startPublisher({ ...common(), journal, publish: hanging });
    await expect.poll(() => hanging).toHaveBeenCalled();
    const next = startPublisher({ ...common(), journal, publish });
    await expect.poll(() => seen).toEqual(["Send a@b.co", "Delivery a@b.co"]);
    resolve();
    await Promise.all([killed.close(), next.close()]);
    journal.close();
  });

  test("tries again what could not be published, in order", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const journal = openJournal(folder);
    journal.append(record("one", "a@b.co"));
    journal.append(record("two", "c@d.co"));
    let failures = 1;
    const publisher = startPublisher({
      ...common(),
      journal,
      publish(set, event) {
        if (failures-- > 0) throw new Error("the bus is down");
        publish(set, event);
      },
    });
    while (failures > 0) await new Promise(setImmediate);
    while (vi.getTimerCount() === 0) await new Promise(setImmediate);
    vi.advanceTimersByTime(1000);
    vi.useRealTimers();
    await expect.poll(() => seen).toEqual(["Send a@b.co", "Delivery a@b.co", "Send c@d.co", "Delivery c@d.co"]);
    await publisher.close();
    journal.close();
  });
});
