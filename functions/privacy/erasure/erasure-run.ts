import { JobFailure, type JobStep } from "../../../shared/app/job-runner.ts";
import { later } from "../../../shared/clock.ts";
import { equals } from "../../../shared/db/conditions.ts";
import { keys } from "../../../shared/db/keys.ts";
import { update } from "../../../shared/db/writes.ts";
import { type ErasedClient, erasedClients } from "../../../shared/entities/erased-client.ts";
import type { Kept } from "../../../shared/entities/erasure.ts";
import { feedEntries, feedKeyOf } from "../../../shared/entities/feed.ts";
import type { Job } from "../../../shared/entities/job.ts";
import { kinds } from "../../kinds.ts";
import type { PrivacyDeps } from "../deps.ts";
import { thingsEraser } from "../things-of-client.ts";
import { eraseCounters } from "./counters.ts";
import { eraseDocuments } from "./documents.ts";
import { type Eraser, type Erasing, type Found, sumOf } from "./eraser.ts";
import { eraseFeed } from "./feed.ts";
import { eraseJobs } from "./jobs.ts";
import { keptOf } from "./kept.ts";
import { eraseNames } from "./lists.ts";
import { eraseParts } from "./parts.ts";
import { erasePersonalExports } from "./personal-exports.ts";
import { eraseRequests } from "./requests.ts";
import { type Traces, tracesOf } from "./traces.ts";
import { eraseWebhooks } from "./webhooks.ts";

/** The history goes last: the others are told in it. */
const erasers: readonly Eraser[] = [
  eraseParts,
  eraseDocuments,
  eraseRequests,
  thingsEraser(kinds),
  erasePersonalExports,
  eraseJobs,
  eraseNames,
  eraseWebhooks,
  eraseFeed,
];

/** What an erasure knows from step to step; gone with its last. */
interface Progress {
  traces: Traces;
  found: Found;
  kept: Kept[];
  done: "survey" | "erased" | "followed";
}

type Deps = Pick<PrivacyDeps, "table" | "clock" | "objects" | "pause">;

/** The projector takes away what is written later than a second after the end; the last look finds what came before. */
const LAST_LOOK_SECONDS = 3;
const FOLLOW_TRIES = 50;
const FOLLOW_PAUSE_MS = 200;

/**
 * Erases what is left of a client whose place says that they were: first everything is found and counted, which is what
 * the receipt says however often the rest is begun again; then it is erased; then, when the lists have followed, once
 * more, with what came in the meantime.
 */
export const erasureStep = async (job: Job, deps: Deps): Promise<JobStep> => {
  const db = deps.table.of(job.accountId);
  const client = await db.get(erasedClients, keys.of(db.accountId, String(job.input.clientId)));
  if (!client) throw new JobFailure("The client is not being erased.");
  const { remains } = client;
  // A worker may die between its last step and the end of the job.
  if (!remains) return { checkpoint: {}, progress: { done: 4, total: 4 }, finished: true };
  const before = (job.checkpoint as Progress | undefined) ?? (await begun(db, client, remains));
  const erasing: Erasing = {
    db,
    objects: deps.objects,
    client,
    traces: before.traces,
    now: deps.clock.now(),
    forGood: true,
  };
  const next = (done: Progress["done"], at: number): JobStep => ({
    checkpoint: { ...before, done },
    progress: { done: at, total: 4 },
    finished: false,
  });
  switch (job.checkpoint ? before.done : undefined) {
    case undefined: {
      const found = await eachOf(erasers, { ...erasing, forGood: false });
      const kept = await keptOf(erasing, found);
      return { ...next("survey", 1), checkpoint: { ...before, found, kept, done: "survey" } };
    }
    case "survey":
      await eachOf(erasers, erasing);
      return next("erased", 2);
    case "erased":
      await untilFollowed(erasing, deps);
      return next("followed", 3);
    case "followed": {
      const { work } = await eachOf([...erasers, eraseCounters], erasing);
      const kept = work ? [...before.kept, { what: "work_under_way", count: work }] : before.kept;
      await finish(erasing, String(job.input.erasureId), { ...before, kept });
      return { checkpoint: {}, progress: { done: 4, total: 4 }, counts: before.found, finished: true };
    }
  }
};

const begun = async (db: Erasing["db"], client: ErasedClient, remains: NonNullable<ErasedClient["remains"]>) => ({
  traces: await tracesOf(db, client, remains),
  found: {},
  kept: [],
  done: "survey" as const,
});

const eachOf = async (all: readonly Eraser[], erasing: Erasing): Promise<Found> => {
  const found: Found[] = [];
  for (const erase of all) found.push(await erase(erasing));
  return sumOf(found);
};

/**
 * Until the change feed tells of the client's end: whatever was written of them before it has been followed. Where the
 * projector is far behind it is not waited for: it asks whose client is gone, and writes down nothing of them.
 */
const untilFollowed = async ({ db, client }: Erasing, { clock, pause }: Deps): Promise<void> => {
  const end = later(new Date(client.updatedAt), LAST_LOOK_SECONDS);
  for (let tries = 0; tries < FOLLOW_TRIES; tries++) {
    if (clock.now() >= end && (await db.get(feedEntries, feedKeyOf(db.accountId, client)))) return;
    await pause(FOLLOW_PAUSE_MS);
  }
};

/** The receipt is written with what makes the client nobody. */
const finish = async ({ db, client, now }: Erasing, erasureId: string, { found, kept }: Progress): Promise<void> => {
  const at = now.toISOString();
  const { requestParts, shares, others, work, ...rest } = found;
  const erased = Object.fromEntries(
    Object.entries({
      client: 1,
      ...rest,
      requests: (rest.requests ?? 0) + (requestParts ?? 0),
      shares: shares ?? 0,
    }).filter(([, count]) => count > 0),
  );
  await db.commit([
    update(keys.of(db.accountId, client.id), { remove: ["remains"] }, equals("erasureId", erasureId)),
    update(keys.of(db.accountId, erasureId), {
      set: { erased, kept, finishedAt: at, updatedAt: at, updatedBy: "system", source: "automation" },
      add: { version: 1 },
    }),
  ]);
};
