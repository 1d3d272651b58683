import { paginateScan } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { ulids } from "../../../../shared/ids.ts";
import { aMember, anAccount } from "../../../support/actors.ts";
import { atOnce, times } from "../../../support/at-once.ts";
import { call } from "../../../support/call.ts";
import { testDeps } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";
import { ledgerHandler, routes } from "../../../support/ledger.ts";
import { races } from "../../../support/races.ts";

const { table, client, tableName } = await testTable();
const handler = ledgerHandler(testDeps(table));
const { account, headers } = await anAccount(table);

const open = (key: string, body: unknown, by: Record<string, string> = headers) =>
  call(handler, routes.open, { headers: { ...by, "Idempotency-Key": key }, body });

const ledgersNamed = async (prefix: string) => {
  const names: string[] = [];
  const pages = paginateScan(
    { client },
    {
      TableName: tableName,
      FilterExpression: "entity = :ledger AND begins_with(#name, :prefix)",
      ExpressionAttributeNames: { "#name": "name" },
      ExpressionAttributeValues: { ":ledger": "ledger", ":prefix": prefix },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) names.push(...Items.map(({ name }) => String(name)));
  return names.sort();
};

describe("an idempotency key", () => {
  it("has one effect and one answer, whichever of twenty callers at once comes first", {
    timeout: 600_000,
  }, async () => {
    const keys = times(12 * races, (index) => `key-${index}`);
    const calls = times(20, () => keys).flat();
    const answers = await atOnce(60, calls, (key) => open(key, { name: `race ${key}` }));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(await ledgersNamed("race ")).toEqual(keys.map((key) => `race ${key}`).sort());
    for (const key of keys) {
      const bodies = answers.filter((_, index) => calls[index] === key).map(({ text }) => text);
      expect(new Set(bodies).size).toBe(1);
    }
    const replayed = answers.filter((answer) => answer.headers["idempotent-replayed"] === "true");
    expect(replayed).toHaveLength(calls.length - keys.length);
  });

  it("answers later what was answered then, status, ETag and body", async () => {
    const first = await open("again", { name: "again" });
    const second = await open("again", { name: "again" });
    expect(second.text).toBe(first.text);
    expect(second.status).toBe(first.status);
    expect(second.headers).toMatchObject({ etag: '"1"', "idempotent-replayed": "true" });
  });

  it("refuses another body", async () => {
    await open("one-body", { name: "one" });
    const answer = await open("one-body", { name: "two" });
    expect(answer.status).toBe(422);
    expect(answer.problem.type).toContain("idempotency-key-reused");
    expect(await ledgersNamed("two")).toEqual([]);
  });

  it("is its caller's own: another caller of the account may use the same", async () => {
    const colleague = await aMember(table, account, { role: "staff" });
    await open("shared", { name: "shared by the key" });
    const answer = await open("shared", { name: "shared by the colleague" }, colleague.headers);
    expect(answer.status).toBe(201);
  });

  it("of a refused request can be used again", async () => {
    expect((await open("mistake", { name: "" })).status).toBe(422);
    expect((await open("mistake", { name: "no longer" })).status).toBe(201);
  });

  it.each([["my key"], ["commande nº 12, « été »"], ["x".repeat(255)]])("may be %j", async (key) => {
    const first = await open(key, { name: "odd" });
    const again = await open(key, { name: "odd" });
    expect([first.status, again.text, again.headers["idempotent-replayed"]]).toEqual([201, first.text, "true"]);
  });

  it.each([[""], [" "], ["with\nline"], ["x".repeat(256)]])("that is %j is refused", async (key) => {
    expect((await open(key, { name: "odd" })).status).toBe(400);
  });
});

describe("an id made by the caller", () => {
  it("with the same content is the same creation", async () => {
    const body = { id: ulids.next("item"), name: "offline" };
    const first = await call(handler, routes.open, { headers, body });
    const second = await call(handler, routes.open, { headers, body });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(await ledgersNamed("offline")).toHaveLength(1);
  });

  it("with other content is refused", async () => {
    const id = ulids.next("item");
    await call(handler, routes.open, { headers, body: { id, name: "mine" } });
    const answer = await call(handler, routes.open, { headers, body: { id, name: "yours" } });
    expect(answer.status).toBe(409);
    expect(answer.problem.type).toContain("already-exists");
  });

  it("of another kind is refused", async () => {
    const answer = await call(handler, routes.open, { headers, body: { id: ulids.next("client"), name: "odd" } });
    expect(answer.problem.errors).toMatchObject([{ pointer: "/id" }]);
  });
});
