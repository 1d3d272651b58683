import { describe, expect, it } from "vitest";
import { anAccount } from "../../../support/actors.ts";
import { atOnce, times } from "../../../support/at-once.ts";
import { call } from "../../../support/call.ts";
import { testDeps } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";
import { ledgerHandler, routes } from "../../../support/ledger.ts";

const { table } = await testTable();
const handler = ledgerHandler(testDeps(table));
const { headers } = await anAccount(table);
const names = times(30, (index) => `Till ${String(index).padStart(2, "0")}`);
await atOnce(10, names, (name) => call(handler, routes.open, { headers, body: { name } }));

const list = (query: Record<string, string> = {}, by: Record<string, string> = headers) =>
  call(handler, routes.list, { query, headers: by });

const cursorOf = async (query: Record<string, string>) => {
  const { body } = await list(query);
  if (!body.nextCursor) throw new Error("The list has no second page.");
  return body.nextCursor;
};

describe("a list", () => {
  it("has pages of 25 unless told, full while there is more, and every item once", async () => {
    const first = await list();
    expect(first.body.data).toHaveLength(25);
    const second = await list({ cursor: first.body.nextCursor ?? "" });
    expect(second.body.nextCursor).toBeUndefined();
    expect([...first.body.data, ...second.body.data].map(({ name }) => name)).toEqual(names);
  });

  it("that ends with a full page has no cursor", async () => {
    const { body } = await list({ limit: "30" });
    expect(body.data).toHaveLength(30);
    expect(body.nextCursor).toBeUndefined();
  });

  it("may change the size of its pages on the way", async () => {
    const cursor = await cursorOf({ limit: "10" });
    const { body } = await list({ limit: "5", cursor });
    expect(body.data.map(({ name }) => name)).toEqual(names.slice(10, 15));
  });

  it.each([["0"], ["101"], ["ten"], ["2.5"]])("refuses pages of %s", async (limit) => {
    const answer = await list({ limit });
    expect(answer.status).toBe(422);
    expect(answer.problem.errors).toMatchObject([{ pointer: "/limit" }]);
  });

  it("refuses a parameter it does not know", async () => {
    expect((await list({ colour: "red" })).status).toBe(422);
  });
});

describe("a cursor", () => {
  it("is refused in another account", async () => {
    const other = await anAccount(table);
    const answer = await list({ cursor: await cursorOf({ limit: "5" }) }, other.headers);
    expect(answer.status).toBe(404);
    expect(answer.problem.type).toContain("invalid-cursor");
  });

  it("is refused with another filter", async () => {
    const cursor = await cursorOf({ limit: "5", shelf: "left" });
    expect((await list({ cursor, shelf: "left" })).status).toBe(200);
    expect((await list({ cursor, shelf: "right" })).status).toBe(404);
    expect((await list({ cursor })).status).toBe(404);
  });

  it("is refused when it was changed or made up", async () => {
    const cursor = await cursorOf({ limit: "5" });
    const changed = `${cursor.slice(0, -2)}${cursor.endsWith("A") ? "BB" : "AA"}`;
    for (const forged of [changed, "abc", "x", "null", Buffer.alloc(40).toString("base64url")])
      expect((await list({ cursor: forged })).status).toBe(404);
  });
});
