import { describe, expect, it } from "vitest";
import { runBulk } from "../../../../functions/clients/run-bulk.ts";
import { writeExport } from "../../../../functions/imports/write-export.ts";
import { job as kind } from "../../../../functions/jobs/kinds.ts";
import { born } from "../../../../shared/app/actor.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { insert, put } from "../../../../shared/db/writes.ts";
import { type Client, clientSortKey, clients } from "../../../../shared/entities/client.ts";
import { exports } from "../../../../shared/entities/import.ts";
import { type Job, jobs } from "../../../../shared/entities/job.ts";
import { ulids } from "../../../../shared/ids.ts";
import { aClient } from "../../../support/a-client.ts";
import { anAccount } from "../../../support/actors.ts";
import { testDeps } from "../../../support/deps.ts";
import { exportedNames } from "../../../support/exported-names.ts";
import { memoryTable } from "../../../support/memory-table.ts";
import { writeProjected } from "../../../support/projected-clients.ts";
import { told } from "../../../support/told.ts";

const people: Partial<Client>[] = [
  { name: "Ana", tags: ["VIP"] },
  { name: "Bea", tags: ["VIP"], disabled: true },
  { name: "Cleo", tags: ["VIP"], status: "archived" },
  { name: "Dora" },
];

const aBusiness = async () => {
  const { table } = memoryTable();
  const { account } = await anAccount(table);
  const db = table.of(account.id);
  const made = people.map((own) => aClient({ ...own, id: ulids.next("client"), accountId: account.id }));
  await writeProjected(table, made);
  const aJob = async (kind: string, input: Job["input"], own: Partial<Job> = {}): Promise<Job> => {
    const now = new Date();
    const waiting = { status: "queued", progress: { done: 0, total: 0 }, counts: {} } as const;
    const author = born({ kind: "api_key", id: "key_test" }, now);
    const job: Job = { id: ulids.next("job"), accountId: account.id, kind, input, ...waiting, ...author, ...own };
    await db.commit([insert(jobs, job)]);
    return job;
  };
  return { table, db, account, made, aJob };
};

/** Who has the tag after the job, and what became of it. */
const tagging = async (input: Job["input"], own?: (made: Client[]) => Partial<Job>) => {
  const { table, db, account, made, aJob } = await aBusiness();
  const job = await aJob("bulk", { action: { kind: "tag", tag: "Chosen" }, ...input }, own?.(made));
  const deps = { ...testDeps(table), queue: { send: async () => undefined }, pause: async () => undefined };
  await runBulk(told(kind.requested, jobs, job), deps, { messageId: "message", receiveCount: 1 });
  const after = await db.getMany(
    clients,
    made.map(({ id }) => keys.of(account.id, id)),
  );
  const chosen = after.filter(({ tags }) => tags.includes("Chosen")).map(({ name }) => name);
  return { chosen, status: (await db.get(jobs, keys.of(account.id, job.id)))?.status };
};

describe("a bulk job that an earlier version stored", () => {
  it("means the clients of its filter", async () => {
    expect(await tagging({ filter: { tag: "VIP" } })).toEqual({ chosen: ["Ana"], status: "finished" });
    const withDisabled = await tagging({ filter: { tag: "VIP", includeDisabled: true } });
    expect(withDisabled.chosen).toEqual(["Ana", "Bea"]);
    const everywhere = await tagging({ filter: { tag: "VIP" }, everywhere: true });
    expect(everywhere.chosen).toEqual(["Ana", "Bea", "Cleo"]);
  });

  it("goes on where it stopped", async () => {
    const { chosen } = await tagging({ filter: { includeDisabled: true } }, ([ana]) => ({
      checkpoint: { after: ana && clientSortKey(ana) },
    }));
    expect(chosen).toEqual(["Bea", "Dora"]);
  });

  it("acts on whom its text finds, which was not looked at then", async () => {
    expect(await tagging({ filter: { q: "dora" } })).toEqual({ chosen: ["Dora"], status: "finished" });
    expect(await tagging({ filter: { q: "nobodyxyz" } })).toEqual({ chosen: [], status: "finished" });
  });

  it.each([{}, { filter: { nope: "1" } }, { filter: { field: {} } }, { filter: { tag: [] } }, { filter: "all" }])(
    "fails where it does not say whom it is for: %o",
    async (input) => expect(await tagging(input)).toEqual({ chosen: [], status: "failed" }),
  );
});

describe("an export that an earlier version stored", () => {
  const exported = async (filter: unknown) => {
    const { table, db, account, aJob } = await aBusiness();
    const id = ulids.next("export");
    const job = await aJob("export", { exportId: id, filter, language: "en" });
    const { version, createdAt, createdBy, updatedAt, updatedBy, source } = job;
    const written = { version, createdAt, createdBy, updatedAt, updatedBy, source };
    const item = { id, accountId: account.id, kind: "clients", format: "csv", objectKey: "key", jobId: job.id };
    await db.commit([put(exports, { ...item, ...written } as Parameters<typeof exports.keys>[0])]);
    return exportedNames((await writeExport(db, job, testDeps(table)))?.file);
  };

  it("holds disabled clients too, as it did", async () => {
    expect(await exported({})).toEqual(["Ana", "Dora", "Bea"]);
    expect(await exported({ tag: "VIP" })).toEqual(["Ana", "Bea"]);
    expect(await exported({ status: "archived" })).toEqual(["Cleo"]);
    expect(await exported({ includeDisabled: false })).toEqual(["Ana", "Dora"]);
  });

  it("is no export of everybody where its filter cannot be read", async () => {
    await expect(exported({ nope: "1" })).rejects.toThrow("cannot be read");
  });
});
