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
  const found = { jobs: 0, jobItems: 0 };
  const since = new Date(now.getTime() - DAYS * 24 * 3600 * 1000).toISOString();
  for await (const items of allOf(db, partitions.list(db.accountId, "JOBS"), { newestFirst: true })) {
    for (const job of items.map((item) => fromStored(jobs, item))) {
      if (job.createdAt < since) return found;
      found.jobItems += await eraseItems(erasing, job);
      found.jobs += await silence(erasing, job);
    }
  }
  return found;
};

const eraseItems = async ({ db, traces, forGood }: Erasing, job: Job): Promise<number> => {
  if (job.kind !== "import") return 0;
  let found = 0;
  for await (const items of allOf(db, partitions.self(db.accountId, job.id), { from: "A" })) {
    const telling = items.filter(({ pk, sk, ...said }) => speaksOf(traces, said));
    found += telling.length;
    if (forGood) await db.writeBatch(telling.map(({ pk, sk }) => remove({ pk, sk })));
  }
  return found;
};

/** Work that is under way needs what it was asked for; it is over soon, and the last look finds it. */
const silence = async ({ db, client, traces, forGood }: Erasing, job: Job): Promise<number> => {
  const isForThemAlone = JSON.stringify(job.input.clientIds) === JSON.stringify([client.id]);
  const isTold = (value: unknown) => typeof value === "string" && (isForThemAlone || speaksOf(traces, value));
  const input = withoutTexts(job.input, (name, value) => texts.has(name) && isTold(value));
  if (!isOver(job) || JSON.stringify(input) === JSON.stringify(job.input)) return 0;
  if (forGood) await db.commit([update(keys.of(db.accountId, job.id), { set: { input } })]);
  return 1;
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
