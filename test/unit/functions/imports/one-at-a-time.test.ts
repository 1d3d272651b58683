import { describe, expect, it } from "vitest";
import { put } from "../../../../shared/db/writes.ts";
import { type Job, jobs } from "../../../../shared/entities/job.ts";
import { anAccountId } from "../../../support/a-client.ts";
import { importWorld } from "../../../support/import-world.ts";

const list = (tag: string, rows = 12) =>
  [
    "Nom complet;Courriel;Mots-clés",
    ...Array.from({ length: rows }, (_, row) => `Ana Roy ${row}A;ana${row}@example.org;${tag}`),
  ].join("\n");

describe("imports of one account at the same moment", () => {
  it.each([1, 4, 500])("lose nothing of one another, %s rows at a time", async (stepRows) => {
    const world = await importWorld();
    const tags = ["VIP", "Fleet", "Winter"];
    const all = await Promise.all(tags.map((tag) => world.importText(list(tag), { stepRows })));
    expect(all.map(({ job }) => job.status)).toEqual(["finished", "finished", "finished"]);
    expect(all.reduce((sum, { counts }) => sum + (counts.created ?? 0), 0)).toBe(12);
    expect(world.clients()).toHaveLength(12);
    for (const client of world.clients()) {
      expect(client.tags.toSorted()).toEqual(tags.toSorted());
      expect(client.version).toBe(3);
    }
  });

  it("lose nothing where much other work has begun since the first of them", async () => {
    const world = await importWorld();
    const at = "2026-03-03T08:00:00.000Z";
    const provenance = {
      version: 1,
      createdAt: at,
      createdBy: "mem_1",
      updatedAt: at,
      updatedBy: "mem_1",
      source: "app",
    };
    const others = Array.from(
      { length: 60 },
      (_, number): Job => ({
        id: `job_7${String(number).padStart(25, "Z")}` as Job["id"],
        accountId: anAccountId,
        kind: "bulk",
        status: "finished",
        progress: { done: 1, total: 1 },
        counts: {},
        input: {},
        ...provenance,
      }),
    );
    await world.db.writeBatch(others.map((job) => put(jobs, job)));
    await Promise.all(["VIP", "Fleet"].map((tag) => world.importText(list(tag), { stepRows: 4 })));
    expect(world.clients()).toHaveLength(12);
    for (const client of world.clients()) expect(client.tags.toSorted()).toEqual(["Fleet", "VIP"]);
  });

  it("hold nobody up once their worker has died, or they have failed", async () => {
    const world = await importWorld();
    await expect(
      Promise.all([
        world.importText(list("VIP"), { stepRows: 4, fate: (call) => (call === 9 ? "lost" : "done") }),
        world.importText("\n"),
        world.importText(list("Fleet")),
      ]),
    ).resolves.toMatchObject([
      { job: { status: "finished" } },
      { job: { status: "failed" } },
      { job: { status: "finished" } },
    ]);
    expect(world.clients()).toHaveLength(12);
  });
});
