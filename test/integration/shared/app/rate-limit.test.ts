import { describe, expect, it } from "vitest";
import { aMember, anAccount } from "../../../support/actors.ts";
import { times } from "../../../support/at-once.ts";
import { call } from "../../../support/call.ts";
import { testClock, testDeps } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";
import { ledgerHandler, routes } from "../../../support/ledger.ts";

const { table } = await testTable();

const anInstance = (limits: { perKey: number; perAccount: number }) => {
  const clock = testClock("2026-03-02T15:00:10.000Z");
  const handler = ledgerHandler(testDeps(table, { clock, limits }));
  const list = (headers: Record<string, string>) => call(handler, routes.list, { headers });
  return { clock, list };
};

const statuses = async (count: number, one: () => Promise<{ status: number }>) => {
  const seen: number[] = [];
  for (const _ of times(count, () => 0)) seen.push((await one()).status);
  return seen;
};

describe("the rate limit", () => {
  it("lets exactly as many requests a minute through as were promised, then answers 429", async () => {
    const { headers } = await anAccount(table);
    const { list } = anInstance({ perKey: 40, perAccount: 1000 });
    const seen = await statuses(45, () => list(headers));
    expect(seen).toEqual([...times(40, () => 200), ...times(5, () => 429)]);
  });

  it("is one for all instances of the functions", async () => {
    const { headers } = await anAccount(table);
    const instances = times(3, () => anInstance({ perKey: 20, perAccount: 1000 }));
    const seen: number[] = [];
    for (const turn of times(60, (index) => index)) {
      const instance = instances[turn % 3];
      if (instance) seen.push((await instance.list(headers)).status);
    }
    expect(seen.filter((status) => status === 200)).toHaveLength(20);
  });

  it("says what is left and when to come back", async () => {
    const { headers } = await anAccount(table);
    const { list } = anInstance({ perKey: 20, perAccount: 1000 });
    const first = await list(headers);
    expect(first.headers).toMatchObject({ "ratelimit-policy": '"key";q=20;w=60', ratelimit: '"key";r=19;t=50' });
    await statuses(19, () => list(headers));
    const refused = await list(headers);
    expect(refused.status).toBe(429);
    expect(refused.headers).toMatchObject({ "retry-after": "50", ratelimit: '"key";r=0;t=50' });
    expect(refused.headers["content-type"]).toBe("application/problem+json");
  });

  it("begins anew with the next minute", async () => {
    const { headers } = await anAccount(table);
    const { clock, list } = anInstance({ perKey: 20, perAccount: 1000 });
    await statuses(20, () => list(headers));
    expect((await list(headers)).status).toBe(429);
    clock.set("2026-03-02T15:01:00.000Z");
    expect((await list(headers)).status).toBe(200);
  });

  it("counts what the callers of an account do together", async () => {
    const { account, headers } = await anAccount(table);
    const colleague = await aMember(table, account);
    const { list } = anInstance({ perKey: 100, perAccount: 20 });
    await statuses(10, () => list(headers));
    await statuses(10, () => list(colleague.headers));
    const refused = await list(headers);
    expect(refused.status).toBe(429);
    expect(refused.headers["ratelimit-policy"]).toContain('"account"');
    const stranger = await anAccount(table);
    expect((await list(stranger.headers)).status).toBe(200);
  });

  it("does not count against others", async () => {
    const one = await anAccount(table);
    const { list } = anInstance({ perKey: 20, perAccount: 1000 });
    await statuses(21, () => list(one.headers));
    const other = await anAccount(table);
    expect((await list(other.headers)).status).toBe(200);
  });
});
