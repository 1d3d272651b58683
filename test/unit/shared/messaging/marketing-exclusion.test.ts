import { describe, expect, it } from "vitest";
import { forPlanning, forSending } from "../../../../functions/campaigns/planning/planned-client.ts";
import { exclusionOf } from "../../../../shared/messaging/marketing-exclusion.ts";
import { seeded } from "../../../support/campaigns/random.ts";
import { changeClient, testAccount, testClient } from "../../../support/campaigns/scenario.ts";
import { expectExactlyOnce, finished, simulate } from "../../../support/campaigns/simulation.ts";

const { id: accountId } = testAccount();
const sms = { general: true, marketing: false };
const neverAsked = { subscriptions: { email: { general: true, marketing: false }, sms } };
const refused = { ...neverAsked, marketingRefusedAt: "2026-02-01T10:00:00.000Z" };
const nothingKnown = () => undefined;
const toAll = { campaign: () => ({ optedInOnly: false }) };

describe("a campaign to everybody, not only to who opted in", () => {
  it("reaches who was never asked, and leaves out who refused", () => {
    expect(exclusionOf(testClient(accountId, 1, neverAsked), false, nothingKnown)).toBeUndefined();
    expect(exclusionOf(testClient(accountId, 1, refused), false, nothingKnown)).toBe("unsubscribed");
    expect(exclusionOf(testClient(accountId, 1, refused), true, nothingKnown)).toBe("unsubscribed");
  });

  it("is planned without who refused", async () => {
    const told = await finished(60, {
      ...{ random: seeded(1), ...toAll },
      client: (number) => (number % 3 === 0 ? refused : neverAsked),
    });
    await expectExactlyOnce(
      told,
      told.clients.filter(({ marketingRefusedAt }) => !marketingRefusedAt),
    );
  });

  it("is not sent to who refused after it was planned", async () => {
    const told = await simulate(60, {
      ...{ random: seeded(2), ...toAll, client: () => neverAsked },
      meanwhile: () => {
        if (told.world.store.all().some((item) => item.entity === "campaign_chunk")) refuse();
      },
    });
    const { store } = told.world;
    const [first] = told.clients;
    let done = false;
    const refuse = () => {
      if (first && !done) changeClient(store, first, refused, told.world.now());
      done = true;
    };
    await told.world.run();
    expect(done).toBe(true);
    await expectExactlyOnce(told, told.clients.slice(1));
  });
});

describe("the fields of a client that are read for a campaign", () => {
  it.each([
    ["planning", forPlanning],
    ["sending", forSending],
  ] as const)("are for %s all that decides whether an e-mail may go out", (_, fields) => {
    const read = new Set<string>();
    const watched = new Proxy(testClient(accountId, 1), {
      get: (client, field, receiver) => {
        read.add(String(field));
        return Reflect.get(client, field, receiver);
      },
    });
    for (const optedInOnly of [true, false]) exclusionOf(watched, optedInOnly, nothingKnown);
    expect([...read]).toContain("marketingRefusedAt");
    expect([...read].filter((field) => !fields.some((known) => known === field))).toEqual([]);
  });
});
