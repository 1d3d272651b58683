import { beforeEach, describe, expect, it } from "vitest";
import { useCases } from "../../../../functions/jobs/api.ts";
import { routes } from "../../../../functions/jobs/manifest.ts";
import { born } from "../../../../shared/app/actor.ts";
import { api } from "../../../../shared/app/api.ts";
import { JobFailure, type JobRun, type JobStep, ListsBehind, runJob } from "../../../../shared/app/job-runner.ts";
import { later } from "../../../../shared/clock.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { insert } from "../../../../shared/db/writes.ts";
import { type Job, jobs } from "../../../../shared/entities/job.ts";
import { ulids } from "../../../../shared/ids.ts";
import { anAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { testClock, testDeps } from "../../../support/deps.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const { table } = memoryTable();
const clock = testClock();
const deps = testDeps(table, { clock });
const handler = api(() => deps, useCases);
const pass = (seconds: number) => clock.set(later(clock.now(), seconds).toISOString());

let account: Awaited<ReturnType<typeof anAccount>>;
beforeEach(async () => {
  account = await anAccount(table);
});

const aJob = async (own: Partial<Job> = {}): Promise<Job> => {
  const { id: accountId } = account.account;
  const waiting = { kind: "bulk", status: "queued", progress: { done: 0, total: 3 }, input: {}, counts: {} } as const;
  const job: Job = {
    ...waiting,
    id: ulids.next("job"),
    accountId,
    ...born({ kind: "api_key", id: "key_1" }, clock.now()),
    ...own,
  };
  await table.of(accountId).commit([insert(jobs, job)]);
  return job;
};

const stored = (id: string) => table.of(account.account.id).get(jobs, keys.of(account.account.id, id));
const read = async (id: string) => (await call(handler, routes.get, { headers: account.headers, params: { id } })).body;
const cancel = (id: string) => call(handler, routes.cancel, { headers: account.headers, params: { id } });

/** Three steps, each counted once. */
const threeSteps = async (job: Job): Promise<JobStep> => {
  const done = job.progress.done + 1;
  return { checkpoint: { done }, progress: { done, total: 3 }, counts: { changed: 1 }, finished: done >= 3 };
};

const run = (jobId: string, own: Partial<JobRun> = {}) =>
  runJob(deps, {
    ...{ accountId: account.account.id, jobId, worker: "message/1", leaseSeconds: 60, lastTry: false },
    ...{ step: threeSteps, hasTime: () => true, continueLater: async () => undefined },
    ...own,
  });

const behind = async () => {
  throw new ListsBehind();
};

const broken = async () => {
  throw new Error("The bucket is gone.");
};

/** Three steps, the second of which never ends: its worker was killed. */
const killedInSecond = (job: Job) => (job.progress.done === 1 ? new Promise<never>(() => undefined) : threeSteps(job));

describe("a job that needs lists which are behind", () => {
  it.each([
    ["to begin", { step: behind }],
    ["to have finished", { beforeFinish: behind }],
  ])("%s, gives its place to others and comes again, whatever it is for the queue", async (_what, own) => {
    const { id } = await aJob();
    let later = 0;
    await run(id, { ...own, lastTry: true, continueLater: async () => void later++ });
    expect(later).toBe(1);
    expect(await read(id)).toMatchObject({ status: "running" });
    await run(id, { worker: "another/1" });
    expect(await read(id)).toMatchObject({ status: "finished" });
  });

  it("stays cancelled when it is cancelled meanwhile", async () => {
    const { id } = await aJob();
    const step = async () => {
      await cancel(id);
      return behind();
    };
    await run(id, { step });
    expect(await read(id)).toMatchObject({ status: "cancelled" });
  });
});

describe("a job whose worker was killed in a step", () => {
  const killed = async () => {
    const { id } = await aJob();
    void run(id, { step: killedInSecond, worker: "first/1", leaseSeconds: 900 });
    await expect.poll(async () => (await stored(id))?.progress.done).toBe(1);
    return id;
  };

  it("goes on when its message is delivered again, whatever is left of the lease", async () => {
    const id = await killed();
    await run(id, { worker: "first/2" });
    expect(await read(id)).toMatchObject({ status: "finished", counts: { changed: 3 } });
  });

  it("is not taken by another message before the lease is over", async () => {
    const id = await killed();
    await expect(run(id, { worker: "second/1" })).rejects.toThrow(/Another worker/);
    pass(901);
    await run(id, { worker: "second/2" });
    expect(await read(id)).toMatchObject({ status: "finished", counts: { changed: 3 } });
  });
});

describe("a job whose message fails again and again", () => {
  it("waits for the next try, then says that it failed and why", async () => {
    const { id } = await aJob();
    await expect(run(id, { step: broken })).rejects.toThrow("The bucket is gone.");
    expect(await read(id)).toMatchObject({ status: "running" });
    expect((await read(id)).failure).toBeUndefined();
    await expect(run(id, { step: broken, lastTry: true })).rejects.toThrow("The bucket is gone.");
    const failed = await read(id);
    expect(failed).toMatchObject({ status: "failed" });
    expect(failed.failure).toMatch(/^Le travail s’est arrêté/);
  });

  it("goes on from its last step when its dead letter is brought again", async () => {
    const { id } = await aJob();
    const second = (job: Job) => (job.progress.done === 1 ? broken() : threeSteps(job));
    await expect(run(id, { step: second, lastTry: true })).rejects.toThrow();
    await run(id);
    expect(await read(id)).toMatchObject({ status: "finished", counts: { changed: 3 }, progress: { done: 3 } });
    expect((await read(id)).failure).toBeUndefined();
  });

  it("has failed, too, when its worker died in the last try and could write nothing", async () => {
    const { id } = await aJob();
    void run(id, { step: killedInSecond, lastTry: true });
    await expect.poll(async () => (await stored(id))?.progress.done).toBe(1);
    expect((await read(id)).status).toBe("running");
    pass(61);
    expect(await read(id)).toMatchObject({ status: "failed", failure: expect.stringMatching(/tentatives/) });
    await run(id);
    expect(await read(id)).toMatchObject({ status: "finished", counts: { changed: 3 } });
  });

  it("is not begun again for a mistake that no repetition mends", async () => {
    const { id } = await aJob();
    const refuse = async () => {
      throw new JobFailure("The file is empty.");
    };
    await run(id, { step: refuse });
    await run(id);
    expect(await read(id)).toMatchObject({ status: "failed", failure: "The file is empty." });
  });
});

describe("a job whose lease has ended", () => {
  it("is finished by who took it over, whatever becomes of the first worker", async () => {
    const { id } = await aJob();
    let wake: (() => void) | undefined;
    const slow = async (job: Job) => {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (job) throw new JobFailure("The file is empty.");
      return threeSteps(job);
    };
    const first = run(id, { worker: "first", step: slow });
    await expect.poll(() => wake).toBeDefined();
    pass(61);
    const second = run(id, { worker: "second" });
    await second;
    wake?.();
    await expect(first).rejects.toThrow("Another worker");
    expect(await read(id)).toMatchObject({ status: "finished", counts: { changed: 3 } });
    expect((await read(id)).failure).toBeUndefined();
  });
});

describe("a job that is cancelled", () => {
  it("while its step finds a mistake is cancelled, and its message is done with", async () => {
    const { id } = await aJob();
    const step = async () => {
      await cancel(id);
      throw new JobFailure("There is nothing to do.");
    };
    await run(id, { step });
    expect(await read(id)).toMatchObject({ status: "cancelled" });
  });

  it("never begins when it waits", async () => {
    const { id } = await aJob();
    expect((await cancel(id)).body).toMatchObject({ status: "cancelled", version: 2 });
    await run(id);
    expect(await read(id)).toMatchObject({ status: "cancelled", progress: { done: 0 } });
  });

  it("stops after the step at hand, quietly", async () => {
    const { id } = await aJob();
    const cancelling = async (job: Job) => {
      if (job.progress.done === 1) await cancel(id);
      return threeSteps(job);
    };
    await run(id, { step: cancelling });
    expect(await read(id)).toMatchObject({ status: "cancelled", progress: { done: 1 }, counts: { changed: 1 } });
  });

  it("is answered as it is when it is over, and once only", async () => {
    const { id } = await aJob();
    await run(id);
    expect((await cancel(id)).body).toMatchObject({ status: "finished" });
    const other = await aJob();
    await cancel(other.id);
    expect((await cancel(other.id)).body).toMatchObject({ status: "cancelled", version: 2 });
  });

  it("goes on when it erases somebody: that cannot be taken back", async () => {
    const { id } = await aJob({ kind: "erasure" });
    expect((await cancel(id)).status).toBe(409);
  });
});
