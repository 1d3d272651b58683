import { expect, test } from "vitest";
import { useCases as clientRoutes } from "../../../functions/clients/api.ts";
import { loadContactReader } from "../../../functions/clients/deps.ts";
import { routes as clientsOf } from "../../../functions/clients/manifest.ts";
import { useCases as jobRoutes } from "../../../functions/jobs/api.ts";
import { routes as jobsOf } from "../../../functions/jobs/manifest.ts";
import { born } from "../../../shared/app/actor.ts";
import { api } from "../../../shared/app/api.ts";
import { insert } from "../../../shared/db/writes.ts";
import type { Member } from "../../../shared/entities/account.ts";
import { type Job, jobs as jobItem } from "../../../shared/entities/job.ts";
import { ulids } from "../../../shared/ids.ts";
import { aMember, anAccount } from "../../support/actors.ts";
import { call } from "../../support/call.ts";
import { testDeps } from "../../support/deps.ts";
import { memoryTable } from "../../support/memory-table.ts";

const { table } = memoryTable();
const deps = { ...testDeps(table), contact: loadContactReader };
const clients = api(() => deps, clientRoutes);
const jobs = api(() => deps, jobRoutes);

const aRestrictedAccount = async () => {
  const { account, headers } = await anAccount(table, { settings: { restrictFieldToAssigned: true } });
  return { account, headers, field: await aMember(table, account, { role: "field" }) };
};

test("a client that restricted field staff add is assigned to them, beside whom they name", async () => {
  const { account, headers, field } = await aRestrictedAccount();
  const other = await aMember(table, account, { role: "field" });
  const body = { name: "Noémie Côté", assignedTo: [other.member.id] };
  const made = await call(clients, clientsOf.create, { headers: field.headers, body });
  expect(made.body.assignedTo).toEqual([other.member.id, field.member.id]);
  const read = { headers: field.headers, params: { id: made.body.id } };
  expect((await call(clients, clientsOf.get, read)).status).toBe(200);
  expect((await call(clients, clientsOf.create, { headers, body: { name: "Somebody" } })).body.assignedTo).toEqual([]);
});

test("restricted field staff read their own jobs; those of others do not exist for them", async () => {
  const { account, field } = await aRestrictedAccount();
  const boss = await aMember(table, account, { role: "admin" });
  const [theirs, own] = await Promise.all([jobOf(boss.member), jobOf(field.member)]);
  const read = async (route: typeof jobsOf.get | typeof jobsOf.items, id: string) =>
    (await call(jobs, route, { headers: field.headers, params: { id } })).status;
  expect([await read(jobsOf.get, own), await read(jobsOf.items, own)]).toEqual([200, 200]);
  expect([await read(jobsOf.get, theirs), await read(jobsOf.items, theirs)]).toEqual([404, 404]);
  const asked = { headers: boss.headers, params: { id: own } };
  expect((await call(jobs, jobsOf.get, asked)).status).toBe(200);
});

const waiting = { kind: "bulk", status: "queued", progress: { done: 0, total: 0 }, input: {}, counts: {} } as const;

const jobOf = async ({ id, accountId }: Member): Promise<string> => {
  const job: Job = { ...waiting, id: ulids.next("job"), accountId, ...born({ kind: "person", id }, new Date()) };
  await table.of(accountId).commit([insert(jobItem, job)]);
  return job.id;
};
