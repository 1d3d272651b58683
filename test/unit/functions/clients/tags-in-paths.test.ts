import { describe, expect, it } from "vitest";
import { useCases } from "../../../../functions/clients/api.ts";
import { loadContactReader } from "../../../../functions/clients/deps.ts";
import { routes } from "../../../../functions/clients/manifest.ts";
import { api } from "../../../../shared/app/api.ts";
import { anAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { testDeps } from "../../../support/deps.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const { table } = memoryTable();
const handler = api(() => ({ ...testDeps(table), contact: loadContactReader }), useCases);
const { headers } = await anAccount(table);
const renamed = (tag: string) =>
  call(handler, routes.renameTag, { headers, params: { tag }, body: { name: "Fidèle" } });
const removed = (tag: string) => call(handler, routes.removeTag, { headers, params: { tag } });

describe("a tag in a path that no client can have", () => {
  it.each([
    ["blanks", "  "],
    ["what is not seen", "\u200b"],
    ["a hundred and one letters", "x".repeat(101)],
    ["two lines", "VIP\nA"],
  ])("is refused at once, and makes no job that fails: %s", async (_, tag) => {
    for (const { status, problem } of [await renamed(tag), await removed(tag)])
      expect([status, problem.errors?.[0]?.pointer]).toEqual([422, "/tag"]);
  });

  it.each(["VIP", "x".repeat(100), "été / hiver", "__proto__", "%20", "<b>"])(
    "is another matter than one that a client may have: %s",
    async (tag) => expect([(await renamed(tag)).status, (await removed(tag)).status]).toEqual([202, 202]),
  );
});
