import { describe, expect, it } from "vitest";
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
});
