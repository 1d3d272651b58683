import { put, update } from "../../../shared/db/writes.ts";
import { importConflicts } from "../../../shared/entities/import-conflict.ts";
import { jobItems } from "../../../shared/entities/job.ts";
import { derivedId, type Id } from "../../../shared/ids.ts";
import { type Case, idOf, list, now, one, PAGE, places, type Setting, SHOWN, times, together } from "../case.ts";

const MANY = 30;
const ofItsJob = "the job is known by what it works for, so it is read after it";

/** Imports, exports, jobs; and what no caller and no table is asked for. */
export const workCases = async ({ world, caller, make }: Setting): Promise<Case[]> => {
  const { account } = caller;
  const at = places(account.id);
  const db = world.table.of(account.id);
  const imports = await times(MANY, () =>
    make("POST /v1/imports", { body: { kind: "clients", fileName: "clients.csv" } }),
  );
  const [started = "", waiting = ""] = imports.map(idOf).reverse();
  const jobOf = (answer: Record<string, unknown>) => idOf(answer.job as Record<string, unknown>);
  const job = jobOf(await make("POST /v1/imports/{id}/start", { params: { id: started }, body: {} }));
  const exporting = await make("POST /v1/exports", { body: { kind: "clients" } });
  await times(MANY, (number) =>
    make("PATCH /v1/tags/{tag}", { params: { tag: `Tag ${number}` }, body: { name: "Tag" } }),
  );
  await db.commit([update(at.of(job), { set: { status: "finished" } })]);
  await db.writeBatch(
    Array.from({ length: MANY }, (_, row) =>
      put(jobItems, {
        accountId: account.id,
        jobId: job as Id<"job">,
        place: `${String(row).padStart(9, "0")}#email`,
        item: String(row),
        status: "failed",
        column: "E-mail",
        value: "luc@",
        message: "Not an e-mail address",
        ttl: 4_070_908_800,
      }),
    ),
  );
  const itsItems = list("items", at.partsOf(job, "ITEM#"));
  await db.writeBatch(
    Array.from({ length: MANY }, (_, row) =>
      put(importConflicts, {
        accountId: account.id,
        jobId: job as Id<"job">,
        row,
        reason: "name",
        clientIds: [derivedId("client", String(row))],
        action: "create",
        ttl: 4_070_908_800,
      }),
    ),
  );

  const page = await db.list({ name: "import", keys: () => at.self }, at.page("IMPORTS"), {
    limit: SHOWN,
    newestFirst: true,
  });
  const jobsOfPage = page.items.flatMap(({ jobId }: { jobId?: string }) => (jobId ? [at.of(jobId)] : []));

  return [
    {
      route: "POST /v1/imports",
      pattern: "Put",
      body: { kind: "clients", fileName: "clients.csv" },
      writes: ({ body }) => [one("import", at.of(idOf(body)))],
    },
    {
      route: "GET /v1/imports",
      pattern: "Query gsi2, backwards; Get the jobs of those that were started",
      reads: [list("imports", at.page("IMPORTS", PAGE, true)), now("jobs", ...jobsOfPage)],
      because: ofItsJob,
    },
    {
      route: "POST /v1/imports/{id}/start",
      pattern: "Get import; import and job in one transaction",
      params: { id: waiting },
      body: {},
      reads: [now("import", at.of(waiting))],
      writes: ({ body }) => [together("import and job", at.of(waiting), at.of(jobOf(body)))],
    },
    {
      route: "GET /v1/imports/{id}",
      pattern: "Get import, Get its job",
      params: { id: started },
      reads: [now("import, job", at.of(started), at.of(job))],
      because: ofItsJob,
    },
    {
      route: "GET /v1/imports/{id}/errors",
      pattern: "Get import, Query its job's items",
      params: { id: started },
      reads: [now("import", at.of(started)), itsItems],
      because: ofItsJob,
    },
    {
      route: "GET /v1/imports/{id}/conflicts",
      pattern: "Get import, Query its job's conflicts",
      params: { id: started },
      reads: [now("import", at.of(started)), list("conflicts", at.partsOf(job, "CONFLICT#"))],
      because: ofItsJob,
    },
    {
      route: "POST /v1/exports",
      pattern: "export and job in one transaction",
      body: { kind: "clients" },
      writes: ({ body }) => [together("export and job", at.of(idOf(body)), at.of(jobOf(body)))],
    },
    {
      route: "GET /v1/exports/{id}",
      pattern: "Get export, Get its job",
      params: { id: idOf(exporting) },
      reads: [now("export, job", at.of(idOf(exporting)), at.of(jobOf(exporting)))],
      because: ofItsJob,
    },
    { route: "GET /v1/jobs", pattern: "Query gsi2, backwards", reads: [list("jobs", at.page("JOBS", PAGE, true))] },
    { route: "GET /v1/jobs/{id}", pattern: "Get job", params: { id: job }, reads: [now("job", at.of(job))] },
    {
      route: "POST /v1/jobs/{id}/cancel",
      pattern: "Get job, Update it",
      params: { id: jobOf(exporting) },
      reads: [now("job", at.of(jobOf(exporting)))],
      writes: () => [one("job", at.of(jobOf(exporting)))],
    },
    {
      route: "GET /v1/jobs/{id}/items",
      pattern: "Get job; Query its items: at once",
      params: { id: job },
      reads: [now("job", at.of(job)), itsItems],
    },
    { route: "GET /v1/health", pattern: "–", as: "nobody" },
    { route: "GET /v1/openapi.json", pattern: "– (a file beside the function)", unsent: true },
    { route: "GET /docs", pattern: "– (a file beside the function)", unsent: true },
    { route: "GET /v1/docs", pattern: "– (a file beside the function)", unsent: true },
  ];
};
