import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { useCases } from "../../../../functions/imports/api.ts";
import { ImportRun } from "../../../../functions/imports/import-run.ts";
import { routes } from "../../../../functions/imports/manifest.ts";
import { api } from "../../../../shared/app/api.ts";
import { runJob } from "../../../../shared/app/job-runner.ts";
import { s3Presigner } from "../../../../shared/aws/presign.ts";
import { systemClock } from "../../../../shared/clock.ts";
import { anAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { testDeps } from "../../../support/deps.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const { table } = memoryTable();
const presigner: ReturnType<typeof s3Presigner> = {
  ...s3Presigner(),
  upload: async () => ({ url: "http://127.0.0.1", fields: {}, maxBytes: 1, expiresAt: "2026-01-01T00:00:00.000Z" }),
};
const handler = api(() => ({ ...testDeps(table), presigner, bucket: "files" }), useCases);
const family = "Prénom;Nom;Courriel\nJean;T;f@example.org\nMarie;T;f@example.org\n";

type Body = Record<string, unknown>;

/** An import of the family, its file uploaded. */
const anImport = async (body: Body = {}) => {
  const { account, headers } = await anAccount(table);
  const made = await call(handler, routes.create, { headers, body: { kind: "clients", fileName: "f.csv", ...body } });
  const params = { id: made.body.id };
  const deps = {
    table,
    clock: systemClock,
    log: { info: () => undefined, error: () => undefined, metric: () => undefined },
    open: async () => ({ body: Readable.from([Buffer.from(family)]), size: family.length }),
  };
  const start = async (given: Body) => {
    const started = await call(handler, routes.start, { headers, params, body: given });
    if (started.status !== 202) return { problem: started.problem, counts: undefined, dryRun: undefined };
    const run = new ImportRun(account.id, deps);
    await runJob(deps, {
      accountId: account.id,
      jobId: started.body.job.id,
      worker: "test",
      leaseSeconds: 90,
      lastTry: false,
      step: (job) => run.step(job),
      hasTime: () => true,
      continueLater: async () => undefined,
    });
    await run.leave(started.body.job.id);
    const { body: now } = await call(handler, routes.get, { headers, params });
    return { problem: undefined, counts: now.counts, dryRun: now.dryRun };
  };
  const conflicts = async () => (await call(handler, routes.conflicts, { headers, params })).body.data;
  return { start, conflicts };
};

describe("an import that was made to be tried", () => {
  it("is tried by a start that says nothing, and writes when one says so", async () => {
    const { start, conflicts } = await anImport({ dryRun: true });
    expect(await conflicts()).toEqual([]);
    expect(await start({})).toMatchObject({ dryRun: true, counts: { created: 2, conflicts: 1 } });
    expect(await start({})).toMatchObject({ dryRun: true, counts: { created: 2 } });
    expect(await start({ dryRun: false })).toMatchObject({ dryRun: false, counts: { created: 2 } });
  });

  it("or else writes after a start that only tried", async () => {
    const { start } = await anImport();
    expect(await start({ dryRun: true })).toMatchObject({ dryRun: true, counts: { created: 2 } });
    expect(await start({})).toMatchObject({ dryRun: false, counts: { created: 2 } });
  });
});

describe("decisions on rows", () => {
  it("hold until others are given, and conflicts say what was done", async () => {
    const { start, conflicts } = await anImport();
    const decisions = [{ row: 3, action: "skip" }];
    expect((await start({ dryRun: true, decisions })).counts).toMatchObject({ rows: 2, created: 1, skipped: 1 });
    expect(await conflicts()).toMatchObject([{ row: 3, reason: "name", action: "skip" }]);
    expect((await start({})).counts).toMatchObject({ created: 1, skipped: 1 });
    expect((await start({ decisions: [] })).counts).toMatchObject({ created: 1, unchanged: 1, skipped: 0 });
    expect((await start({})).counts).toMatchObject({ unchanged: 2, conflicts: 0 });
  });

  it("speak of each row once", async () => {
    const { start } = await anImport();
    const twice = [
      { row: 3, action: "skip" },
      { row: 3, action: "create" },
    ];
    const { problem } = await start({ decisions: twice });
    expect(problem).toMatchObject({ status: 422, errors: [{ pointer: "/decisions/1/row" }] });
  });

  it("may be made for the whole file when it is brought", async () => {
    const { start } = await anImport({ onConflict: "skip" });
    expect((await start({})).counts).toMatchObject({ created: 1, skipped: 1, failed: 0 });
  });
});
