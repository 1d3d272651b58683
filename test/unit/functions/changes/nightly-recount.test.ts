import { expect, test } from "vitest";
import { recountPlanner } from "../../../../functions/changes/plan-recount.ts";
import { recountNightly } from "../../../../functions/clients/recount-nightly.ts";
import { timer } from "../../../../functions/timers/kinds.ts";
import { partitions } from "../../../../shared/db/keys.ts";
import { jobs } from "../../../../shared/entities/job.ts";
import { type Timer, timerKey, timers } from "../../../../shared/entities/timer.ts";
import { anAccount } from "../../../support/actors.ts";
import { testLog } from "../../../support/deps.ts";
import { memoryTable } from "../../../support/memory-table.ts";
import { told } from "../../../support/told.ts";

const evening = new Date("2026-03-02T23:20:00Z");
const afterMidnight = new Date("2026-03-03T06:40:00Z");

const business = async () => {
  const { table } = memoryTable();
  const { account } = await anAccount(table, { timeZone: "America/Toronto" });
  const db = table.of(account.id);
  const place = { accountId: account.id, subject: account.id, purpose: "clients.recount" } as const;
  const planned = async (): Promise<Timer | undefined> => db.get(timers, timerKey(place));
  return { table, account, db, planned };
};

test("an account that changed is recounted in its next night, planned once whoever follows its changes", async () => {
  const { db, planned } = await business();
  const [one, other] = [recountPlanner(testLog()), recountPlanner(testLog())];
  for (const plan of [one, one, other]) await plan(db, evening);
  expect(await planned()).toMatchObject({ status: "set", dueAt: "2026-03-03T08:20:00.000Z", version: 1 });
  await one(db, new Date("2026-03-03T08:30:00Z"));
  expect(await planned()).toMatchObject({ dueAt: "2026-03-04T08:30:00.000Z", version: 2 });
});

test("what changes after midnight is compared in the same night", async () => {
  const { db, planned } = await business();
  await recountPlanner(testLog())(db, afterMidnight);
  expect(await planned()).toMatchObject({ dueAt: "2026-03-03T08:40:00.000Z" });
});

test("a night makes one job, however often it is told; of an account that is gone it makes none", async () => {
  const { table, account, db, planned } = await business();
  await recountPlanner(testLog())(db, evening);
  const set = await planned();
  if (!set) throw new Error("No recount is planned.");
  const event = told(timer.rang, timers, set);
  const deps = { table, clock: { now: () => new Date(set.dueAt) } };
  for (let time = 0; time < 2; time++) await recountNightly(event, deps);
  const made = await db.list(jobs, partitions.list(account.id, "JOBS"), { limit: 10 });
  expect(made.items).toMatchObject([{ kind: "recount", status: "queued" }]);
  await recountNightly(event, { ...deps, table: memoryTable().table });
});

test("where it cannot be planned, the change is followed all the same", async () => {
  const { db } = await business();
  const broken = { ...db, getStored: () => Promise.reject(new Error("throttled")) };
  await expect(recountPlanner(testLog())(broken, evening)).resolves.toBeUndefined();
});
