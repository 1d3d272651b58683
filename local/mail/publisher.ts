import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import type { SesEvent } from "../front-door/contract.ts";
import type { Journal, Line } from "./journal.ts";
import { eventsOf } from "./ses-events.ts";

interface PublisherOptions {
  folder: string;
  journal: Journal;
  region: string;
  accountId: string;
  publish(configurationSet: string, event: SesEvent): void | Promise<void>;
  log(line: string): void;
}

export interface Publisher {
  /** Something was sent. */
  wake(): void;
  close(): Promise<void>;
}

const marksEvery = 20;
const retryMs = 1000;

/**
 * Publishes the events of every message, in the order of sending and at least once: what was sent just before a kill
 * is published after the restart.
 */
export const startPublisher = ({ folder, journal, region, accountId, publish, log }: PublisherOptions): Publisher => {
  const mark = join(folder, "published.json");
  let next = readMark(mark);
  let running: Promise<void> | undefined;
  let closed = false;

  const run = async (): Promise<void> => {
    let unmarked = 0;
    for (let line = journal.lines[next]; line && !closed; line = journal.lines[next]) {
      await publishLine(line);
      next += 1;
      unmarked += 1;
      if (unmarked % marksEvery === 0) writeMark(mark, next);
      await breathe(); // the answer to the sender goes first
    }
    if (unmarked > 0) writeMark(mark, next);
  };

  const publishLine = async (line: Line): Promise<void> => {
    if (line.channel !== "email") return;
    const record = journal.read(line);
    if (record.channel !== "email" || !record.configurationSet) return;
    const set = record.configurationSet;
    const publishEntry = async (entry: number) => {
      for (const event of eventsOf(record, entry, { region, accountId })) await publish(set, event);
    };
    await Promise.all([...record.entries.keys()].map(publishEntry));
  };

  const wake = (): void => {
    if (closed || running) return;
    running = breathe()
      .then(run)
      .then(
        () => 0,
        (error: unknown) => {
          log(`E-mail events: ${error instanceof Error ? error.message : String(error)}`);
          return retryMs;
        },
      )
      .then((delay) => {
        running = undefined;
        if (next < journal.lines.length && !closed) setTimeout(wake, delay).unref();
      });
  };

  wake();
  return {
    wake,
    async close() {
      closed = true;
      await running;
    },
  };
};

const readMark = (path: string): number => (existsSync(path) ? Number(JSON.parse(readFileSync(path, "utf8"))) : 0);

const writeMark = (path: string, count: number): void => {
  writeFileSync(`${path}.new`, String(count));
  renameSync(`${path}.new`, path);
};
