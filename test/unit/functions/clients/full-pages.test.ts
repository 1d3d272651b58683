import { describe, expect, test } from "vitest";
import { useCases } from "../../../../functions/clients/api.ts";
import { loadContactReader } from "../../../../functions/clients/deps.ts";
import { routes } from "../../../../functions/clients/manifest.ts";
import { api } from "../../../../shared/app/api.ts";
import { derivedId, type Id } from "../../../../shared/ids.ts";
import { aClient } from "../../../support/a-client.ts";
import { anAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { testDeps } from "../../../support/deps.ts";
import { listClient } from "../../../support/listed-clients.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const business = async () => {
  const { table } = memoryTable();
  const { account, headers } = await anAccount(table);
  const handler = api(() => ({ ...testDeps(table), contact: loadContactReader }), useCases);
  for (let number = 0; number < 60; number++) {
    const location = { lat: 45.5 + (number % 7) / 100, lng: -73.5 + (number % 5) / 100 };
    const after = aClient({
      id: derivedId("client", String(number)),
      accountId: account.id,
      name: `Amélie ${String(number).padStart(3, "0")}`,
      tags: number % 2 === 0 ? ["VIP"] : [],
      addresses: [{ id: "loc_1" as Id<"location">, location }],
      updatedAt: new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString(),
    });
    await listClient(table.of(account.id), { after });
  }
  return { handler, headers };
};

describe("in an ordinary business every page but the last is full", async () => {
  const { handler, headers } = await business();

  test.each([
    ["everybody", {}, 60],
    ["everybody, last changed first", { sort: "recent" }, 60],
    ["everybody, nearest first", { near: "45.5,-73.5" }, 60],
    ["a tag", { tag: "vip" }, 30],
    ["a tag, last changed first", { tag: "vip", sort: "recent" }, 30],
    ["a tag, nearest first", { tag: "vip", near: "45.5,-73.5" }, 30],
    ["two filters", { tag: "vip", mobile: "without" }, 30],
    ["two filters, last changed first", { tag: "vip", mobile: "without", sort: "recent" }, 30],
    ["a text", { q: "am" }, 60],
    ["a letter", { q: "a" }, 60],
    ["a text, last changed first", { q: "am", sort: "recent" }, 60],
    ["a text, nearest first", { q: "am", near: "45.5,-73.5", sort: "near" }, 60],
    ["a text and a tag", { q: "am", tag: "vip" }, 30],
    ["a text and two filters, last changed first", { q: "am", tag: "vip", mobile: "without", sort: "recent" }, 30],
  ])("%s", async (_, query, all) => {
    const sizes: number[] = [];
    let cursor: string | undefined;
    do {
      const asked = { ...query, limit: "20", ...(cursor ? { cursor } : {}) };
      const { body } = await call(handler, routes.list, { headers, query: asked });
      sizes.push(body.data.length);
      cursor = body.nextCursor;
    } while (cursor);
    expect(sizes).toEqual(all === 60 ? [20, 20, 20] : [20, 10]);
  });
});
