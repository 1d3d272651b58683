import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CountDeps, runCount } from "../../functions/campaigns/planning/run-count.ts";
import { rememberingSnapshots } from "../../functions/campaigns/planning/snapshots.ts";
import { systemClock } from "../../shared/clock.ts";
import { keys } from "../../shared/db/keys.ts";
import { documentClient, openTable } from "../../shared/db/table.ts";
import { put } from "../../shared/db/writes.ts";
import { type Campaign, campaigns } from "../../shared/entities/campaign.ts";
import { type Job, jobs } from "../../shared/entities/job.ts";
import { ulids } from "../../shared/ids.ts";
import { objectsOnDisk } from "../support/objects-on-disk.ts";
import { sampleAccount } from "../support/sample-account.ts";
import { localClient } from "../support/table-engine.ts";
import { ACCOUNT } from "./sample-audience.ts";

/** What a process of its own found out about the job that counts an audience. */
export interface CountFindings {
  counts: Record<string, number>;
  seconds: number;
  /** Workers, one after the other: each stops after two minutes. */
  workers: number;
  calls: number;
  /** Largest resident memory of the process, in MiB. */
  peak: number;
}

const [url = "", tableName = ""] = process.argv.slice(2);
const account = sampleAccount(ACCOUNT);
const client = documentClient(localClient(url));
let calls = 0;
client.middlewareStack.add(
  (next) => (args) => {
    calls += 1;
    return next(args);
  },
  { step: "initialize", name: "count-calls" },
);
const table = openTable(client, tableName);
const db = table.of(account.id);

const { version, createdAt, createdBy, updatedAt, updatedBy, source } = account;
const born = { accountId: account.id, version, createdAt, createdBy, updatedAt, updatedBy, source };
const campaign = {
  ...born,
  id: ulids.next("campaign"),
  name: "Spring",
  channel: "email",
  audience: { all: true },
  optedInOnly: true,
  status: "draft",
  round: 1,
} as Campaign;
const job: Job = {
  ...born,
  id: ulids.next("job"),
  kind: "audience",
  status: "queued",
  progress: { done: 0, total: 0 },
  counts: {},
  input: { campaignId: campaign.id },
};
await db.commit([put(campaigns, campaign), put(jobs, job)]);

const folder = await mkdtemp(join(tmpdir(), "clientele-bench-"));
let goesOn = true;
const deps: CountDeps = {
  table,
  clock: systemClock,
  ids: ulids,
  log: {
    info: () => undefined,
    error: (_, error) => {
      throw error;
    },
    metric: () => undefined,
  },
  signingKey: async () => "a key for measurements",
  snapshots: rememberingSnapshots(objectsOnDisk(folder)),
  counts: {
    send: async () => {
      goesOn = true;
    },
  },
};

const event = { accountId: account.id, resource: { id: job.id } } as Parameters<typeof runCount>[0];
const started = performance.now();
let workers = 0;
while (goesOn) {
  goesOn = false;
  workers += 1;
  await runCount(event, deps, { receiveCount: 1, messageId: `bench-${workers}` });
}
const seconds = (performance.now() - started) / 1000;
const ended = await db.get(jobs, keys.of(account.id, job.id));
if (ended?.status !== "finished") throw new Error(`The job is ${ended?.status}.`);
await rm(folder, { recursive: true });
const findings: CountFindings = {
  counts: ended.counts,
  seconds,
  workers,
  calls,
  peak: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(findings));
