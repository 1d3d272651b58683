import { fromStored } from "../../../shared/db/entity.ts";
import { keys, partitions } from "../../../shared/db/keys.ts";
import { remove, update } from "../../../shared/db/writes.ts";
import { isOver, type Job, jobs } from "../../../shared/entities/job.ts";
import { allOf } from "./all-of.ts";
import type { Eraser, Erasing } from "./eraser.ts";
import { speaksOf } from "./traces.ts";

/** Longer than the outcomes of items are kept. */
const DAYS = 31;

/**
 * What long work was asked to do and what became of its rows: texts that speak of the client, such as a message to them
 * alone, or a cell of an import that could not be read.
 */
export const eraseJobs: Eraser = async (erasing) => {
  const { db, now } = erasing;
  const found = { jobs: 0, jobItems: 0, work: 0 };
  const since = new Date(now.getTime() - DAYS * 24 * 3600 * 1000).toISOString();
  for await (const items of allOf(db, partitions.list(db.accountId, "JOBS"), { newestFirst: true })) {
    for (const job of items.map((item) => fromStored(jobs, item))) {
      if (job.createdAt < since) return found;
      found.jobItems += await eraseItems(erasing, job);
      const silenced = await silence(erasing, job);
      if (silenced !== "nothing") found[silenced] += 1;
    }
  }
  return found;
};

const eraseItems = async ({ db, client, traces, forGood }: Erasing, job: Job): Promise<number> => {
  if (job.kind !== "import") return 0;
  let found = 0;
  for await (const items of allOf(db, partitions.self(db.accountId, job.id), { from: "A" })) {
    const telling = items.filter(({ pk, sk, ...said }) => said.clientId === client.id || speaksOf(traces, said));
    found += telling.length;
    if (forGood) await db.writeBatch(telling.map(({ pk, sk }) => remove({ pk, sk })));
  }
  return found;
};

/**
 * Work for the client alone reaches nobody any more, under way or not. What is under way for others needs what it was
 * asked for; it is over soon, and the last look finds it, or the receipt says so.
 */
const silence = async ({ db, client, traces, forGood }: Erasing, job: Job): Promise<"nothing" | "jobs" | "work"> => {
  const isForThemAlone = JSON.stringify(job.input.clientIds) === JSON.stringify([client.id]);
  const isTold = (value: unknown) => typeof value === "string" && (isForThemAlone || speaksOf(traces, value));
  const isTheirs = (name: string, value: unknown) => traces.filters.some(([key, own]) => key === name && own === value);
  const input = withoutTexts(job.input, (name, value) => (texts.has(name) && isTold(value)) || isTheirs(name, value));
  if (JSON.stringify(input) === JSON.stringify(job.input)) return "nothing";
  if (!isOver(job) && !isForThemAlone) return "work";
  if (forGood) await db.commit([update(keys.of(db.accountId, job.id), { set: { input } })]);
  return "jobs";
};

/** What people wrote, as opposed to ids and kinds. */
const texts: ReadonlySet<string> = new Set(["subject", "body", "message", "q", "value", "tag", "name"]);

const withoutTexts = (value: unknown, isTold: (name: string, value: unknown) => boolean): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(value as Record<string, unknown>).map(([name, inner]) => {
      if (isTold(name, inner)) return [name, ""];
      return [name, inner && typeof inner === "object" && !Array.isArray(inner) ? withoutTexts(inner, isTold) : inner];
    }),
  );
