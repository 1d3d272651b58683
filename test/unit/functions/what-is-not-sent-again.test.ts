import { globSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { useCases as clients } from "../../../functions/clients/api.ts";
import { loadContactReader } from "../../../functions/clients/deps.ts";
import { routes as clientRoutes } from "../../../functions/clients/manifest.ts";
import { useCases as jobApi } from "../../../functions/jobs/api.ts";
import { routes as jobRoutes } from "../../../functions/jobs/manifest.ts";
import { api } from "../../../shared/app/api.ts";
import { put } from "../../../shared/db/writes.ts";
import { addressHash, recordFact } from "../../../shared/entities/address-fact.ts";
import { jobs } from "../../../shared/entities/job.ts";
import { type Manifest, methodOf } from "../../../shared/http/contract.ts";
import { ulids } from "../../../shared/ids.ts";
import { anAccount } from "../../support/actors.ts";
import { call } from "../../support/call.ts";
import { testClock, testDeps } from "../../support/deps.ts";
import { memoryTable } from "../../support/memory-table.ts";

const clock = testClock("2026-03-02T15:00:00.000Z");
const { table } = memoryTable();
const deps = testDeps(table, { clock });
const clientsHandler = api(() => ({ ...deps, contact: loadContactReader }), clients);
const jobsHandler = api(() => deps, jobApi);
const { account, headers } = await anAccount(table);
const db = table.of(account.id);

const body = { name: "Noémie Côté", email: "noemie@example.com" };
const { body: client } = await call(clientsHandler, clientRoutes.create, { headers, body });
const params = { id: client.id };

describe("who names the version that they have", () => {
  it("is not sent a client again before it changes", async () => {
    const first = await call(clientsHandler, clientRoutes.get, { headers, params });
    const known = { headers: { ...headers, "if-none-match": `${first.headers.etag}` }, params };
    expect((await call(clientsHandler, clientRoutes.get, known)).status).toBe(304);
    await call(clientsHandler, clientRoutes.update, { headers, params, body: { note: "Likes mornings" } });
    expect((await call(clientsHandler, clientRoutes.get, known)).status).toBe(200);
  });

  it("learns that a job's worker has died: no version says so", async () => {
    const id = ulids.next("job");
    const at = "2026-03-02T15:00:00.000Z";
    const provenance = { version: 3, createdAt: at, createdBy: account.id, updatedAt: at, updatedBy: account.id };
    const job = { id, accountId: account.id, kind: "bulk", status: "running" as const, counts: {}, input: {} };
    const lease = { progress: { done: 1, total: 2 }, lastTry: true as const, leaseUntil: "2026-03-02T15:01:00.000Z" };
    await db.commit([put(jobs, { ...job, ...lease, ...provenance, source: "api" })]);
    const read = (more = {}) => call(jobsHandler, jobRoutes.get, { headers: { ...headers, ...more }, params: { id } });

    const running = await read();
    expect(running.body.status).toBe("running");
    clock.set("2026-03-02T15:02:00.000Z");
    const later = await read({ "if-none-match": `${running.headers.etag}` });
    expect([later.status, later.body.status]).toEqual([200, "failed"]);
  });

  it("learns what the address of a client has said: it changes no client", async () => {
    const before = await call(clientsHandler, clientRoutes.getSubscriptions, { headers, params });
    const bounced = { at: clock.now().toISOString(), how: "bounce" };
    await db.commit([recordFact(account.id, addressHash(account.id, body.email), { bounced })]);
    const known = { ...headers, "if-none-match": `${before.headers.etag}` };
    const after = await call(clientsHandler, clientRoutes.getSubscriptions, { headers: known, params });
    expect([after.status, after.body.suppressed]).toEqual([200, "bounce"]);
  });
});

it("only what has a version and is read can be had already", async () => {
  const files = globSync("functions/*/{manifest,*-manifest}.ts", { cwd: resolve(import.meta.dirname, "../../..") });
  const modules: { routes?: Manifest["routes"] }[] = await Promise.all(
    files.map((file) => import(resolve(import.meta.dirname, "../../..", file))),
  );
  const cacheable = modules.flatMap(({ routes = {} }) => Object.values(routes)).filter((one) => one.cacheable);
  expect(cacheable.length).toBeGreaterThan(0);
  for (const { key, versioned } of cacheable) expect([key, methodOf(key), versioned]).toEqual([key, "GET", true]);
});
