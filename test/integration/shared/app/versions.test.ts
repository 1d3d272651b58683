import { describe, expect, it } from "vitest";
import { anAccount } from "../../../support/actors.ts";
import { atOnce, times } from "../../../support/at-once.ts";
import { call } from "../../../support/call.ts";
import { testDeps, testLog } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";
import { ledgerHandler, routes } from "../../../support/ledger.ts";
import { races } from "../../../support/races.ts";

const { table } = await testTable();
const log = testLog();
const handler = ledgerHandler(testDeps(table, { log }));
const { headers } = await anAccount(table);

const aLedger = async (by: Record<string, string> = headers) =>
  (await call(handler, routes.open, { headers: by, body: { name: "Till" } })).body.id;

const add = (id: string, amount: number, more: Record<string, string> = {}) =>
  call(handler, routes.add, { params: { id }, headers: { ...headers, ...more }, body: { add: amount } });

const totalOf = async (id: string) => (await call(handler, routes.read, { params: { id }, headers })).body;

describe("changes of one resource at the same time", () => {
  it("are never lost: every addition that was answered with 200 is in the total", { timeout: 600_000 }, async () => {
    const id = await aLedger();
    const answers = await atOnce(
      12,
      times(120 * races, () => 1),
      (amount) => add(id, amount),
    );
    const done = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status !== 200);

    expect(log.errors).toEqual([]);
    expect(done.length).toBeGreaterThan(60);
    expect(new Set(refused.map(({ status }) => status))).toEqual(refused.length > 0 ? new Set([409]) : new Set());
    expect(new Set(done.map(({ body }) => body.version)).size).toBe(done.length);
    expect(await totalOf(id)).toMatchObject({ total: done.length, version: done.length + 1 });
  });

  it("with If-Match happen once per version", async () => {
    const id = await aLedger();
    const answers = await Promise.all(times(20, () => add(id, 1, { "If-Match": '"1"' })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(19);
    expect(await totalOf(id)).toMatchObject({ total: 1, version: 2 });
  });
});

describe("If-Match", () => {
  it("with the version that was read lets the change through and answers the next one", async () => {
    const id = await aLedger();
    const answer = await add(id, 5, { "If-Match": '"1"' });
    expect(answer.status).toBe(200);
    expect(answer.headers.etag).toBe('"2"');
  });

  it.each([['"7"'], ['W/"7"'], ['W/"1"'], ['W/"1", "2"'], ['"7", "8"'], ["1"]])(
    "that says %s is refused",
    async (tag) => {
      expect((await add(await aLedger(), 5, { "If-Match": tag })).status).toBe(412);
    },
  );

  it.each([["*"], ['"1"'], ['W/"1", "1"'], ['"7", "1"']])("that says %s is let through", async (tag) => {
    expect((await add(await aLedger(), 5, { "If-Match": tag })).status).toBe(200);
  });

  it("protects a deletion as well", async () => {
    const id = await aLedger();
    await add(id, 1);
    const remove = (tag: string) =>
      call(handler, routes.close, { params: { id }, headers: { ...headers, "If-Match": tag } });
    expect((await remove('"1"')).status).toBe(412);
    expect((await remove('"2"')).status).toBe(204);
    expect((await remove('"2"')).status).toBe(404);
  });

  it("must be sent where the account insists", async () => {
    const strict = await anAccount(table, { settings: { requireIfMatch: true } });
    const id = await aLedger(strict.headers);
    const request = { params: { id }, body: { add: 1 } };
    const without = await call(handler, routes.add, { ...request, headers: strict.headers });
    expect(without.status).toBe(428);
    const withIt = await call(handler, routes.add, { ...request, headers: { ...strict.headers, "If-Match": '"1"' } });
    expect(withIt.status).toBe(200);
  });
});
