import { describe, expect, it } from "vitest";
import { presentStats } from "../../../../../functions/campaigns/present.ts";
import { readRunNow } from "../../../../../functions/campaigns/store.ts";
import { listRecipients } from "../../../../../functions/campaigns/tracking/list-recipients.ts";
import { put } from "../../../../../shared/db/writes.ts";
import { addressHash, recordFact } from "../../../../../shared/entities/address-fact.ts";
import type { Campaign } from "../../../../../shared/entities/campaign.ts";
import { type FeedEntry, feedEntries } from "../../../../../shared/entities/feed.ts";
import { ulids } from "../../../../../shared/ids.ts";
import { campaignDeps } from "../../../../support/campaigns/ask.ts";
import { aBusiness } from "../../../../support/campaigns/business.ts";
import { badTemper } from "../../../../support/campaigns/provider.ts";
import { seeded } from "../../../../support/campaigns/random.ts";
import { changeClient, readCampaignNow } from "../../../../support/campaigns/scenario.ts";
import { dying, expectSoundLedger, type Simulation, simulate } from "../../../../support/campaigns/simulation.ts";
import { races } from "../../../../support/races.ts";

type Business = Awaited<ReturnType<typeof aBusiness>>;

/** A business with these clients, by the letter of their address, all of whom agreed. */
const withClients = async (...letters: string[]) => {
  const business = await aBusiness();
  const ids: Record<string, string> = {};
  for (const letter of letters) ids[letter] = await add(business, letter);
  return { business, idOf: (letter: string) => ids[letter] ?? "" };
};

const emailOf = (letter: string) => `${letter.toLowerCase()}@example.org`;

const add = async ({ call }: Business, letter: string, given: object = {}): Promise<string> => {
  const subscriptions = { email: { marketing: true } };
  const client = { name: `Client ${letter}`, email: emailOf(letter), subscriptions, tags: ["VIP"], assignedTo: [] };
  return ((await call("POST /v1/clients", "", { ...client, ...given })) as { id: string }).id;
};

const correct = (business: Business, id: string, letter: string) =>
  business.call("PATCH /v1/clients/{id}", id, { email: emailOf(letter) });

const mailedTo = async (business: Business, campaign: Campaign) =>
  (await business.send(campaign)).map(({ to }) => to).sort();

const recipientsOf = async ({ db, account, table, clock, snapshots }: Business, { id }: Campaign) => {
  if (listRecipients.for !== "account") throw new Error("unreachable");
  const call = { params: { id }, query: {}, body: undefined, page: { limit: 100 }, now: clock.now() };
  const actor = { kind: "api_key" as const, id: "key_test", accountId: account.id, account, scopes: [] };
  const deps = { ...campaignDeps(table, clock), snapshots: async () => snapshots };
  const { body } = await listRecipients.handle({ ...call, actor, db, match: () => undefined }, deps);
  const { data } = body as { data: { name: string; email?: string; outcome: string }[] };
  return Object.fromEntries(data.map(({ name, email, outcome }) => [name.slice(-1), `${outcome} ${email ?? ""}`]));
};

/** As the projector notes it. */
const correction = ({ account }: Business, id: string, from: string, to: string): FeedEntry => ({
  ...{ id: ulids.next("event"), accountId: account.id, type: "client.updated", occurredAt: "2026-03-02T15:30:00.000Z" },
  ...{ actor: { kind: "api_key", id: "key_test" }, source: "api", kind: "client", resourceId: id, version: 3 },
  changes: [{ field: "email", from: emailOf(from), to: emailOf(to) }],
});

const statsAfter = async (business: Business, campaign: Campaign) => {
  await business.send(campaign);
  return statsOf(business, campaign);
};

const statsOf = async ({ db }: Business, { id }: Campaign) => presentStats(await readRunNow(db, id));

describe("an address that is corrected between the plan and the sending", () => {
  it("to one that is planned too gets one e-mail", async () => {
    const { business, idOf } = await withClients("A", "B");
    const campaign = await business.plan();
    await correct(business, idOf("B"), "A");
    expect(await mailedTo(business, campaign)).toEqual(["a@example.org"]);
    expect(await recipientsOf(business, campaign)).toEqual({
      A: "sent a@example.org",
      B: "same_address a@example.org",
    });
    expect(await statsOf(business, campaign)).toMatchObject({
      recipients: 2,
      ...{ sent: 1, skipped: 1, skippedFor: [{ reason: "same_address", count: 1 }] },
    });
  });

  it("to a new one, by two clients, gets one e-mail", async () => {
    const { business, idOf } = await withClients("A", "B", "C");
    const campaign = await business.plan();
    for (const letter of ["A", "B"]) await correct(business, idOf(letter), "N");
    expect(await mailedTo(business, campaign)).toEqual(["c@example.org", "n@example.org"]);
  });

  it("and exchanged for another's leaves one e-mail for each", async () => {
    const { business, idOf } = await withClients("A", "B", "C");
    const campaign = await business.plan();
    await correct(business, idOf("A"), "N");
    await correct(business, idOf("B"), "A");
    await correct(business, idOf("C"), "B");
    expect(await mailedTo(business, campaign)).toEqual(["a@example.org", "b@example.org", "n@example.org"]);
    expect(await recipientsOf(business, campaign)).toEqual({
      ...{ A: "sent n@example.org", B: "sent a@example.org", C: "sent b@example.org" },
    });
  });

  it("and corrected back is sent to as planned", async () => {
    const { business, idOf } = await withClients("A", "B");
    const campaign = await business.plan();
    await correct(business, idOf("B"), "A");
    await correct(business, idOf("B"), "B");
    expect(await mailedTo(business, campaign)).toEqual(["a@example.org", "b@example.org"]);
  });

  it.each(["refused", "bounced", "complained"] as const)("to one that %s gets nothing", async (what) => {
    const { business, idOf } = await withClients("A", "B");
    const campaign = await business.plan();
    const { db, clock } = business;
    const news = { [what]: { at: clock.now().toISOString(), how: "link" } };
    await db.commit([recordFact(db.accountId, addressHash(db.accountId, emailOf("N")), news)]);
    await correct(business, idOf("B"), "N");
    expect(await mailedTo(business, campaign)).toEqual(["a@example.org"]);
    const reason = what === "refused" ? "unsubscribed" : "suppressed";
    expect(await statsOf(business, campaign)).toMatchObject({
      ...{ matched: 2, recipients: 2, sent: 1, skipped: 1, skippedFor: [{ reason, count: 1 }] },
    });
  });

  it("of a client who then says no, or yes and is archived, gets nothing, and leaves the address to its holder", async () => {
    const { business, idOf } = await withClients("A", "B", "C");
    const campaign = await business.plan();
    for (const letter of ["B", "C"]) await correct(business, idOf(letter), "A");
    const no = { subscriptions: { email: { marketing: false, general: true } } };
    await business.call("PATCH /v1/clients/{id}", idOf("B"), no);
    await business.call("DELETE /v1/clients/{id}", idOf("C"));
    const { sent, skipped } = await statsAfter(business, campaign);
    expect(sent + skipped).toBe(3);
  });

  it("to that of a client who is left out when their turn comes gets one e-mail", async () => {
    const { business, idOf } = await withClients("A", "B");
    const campaign = await business.plan();
    await business.call("DELETE /v1/clients/{id}", idOf("A"));
    await correct(business, idOf("B"), "A");
    expect(await mailedTo(business, campaign)).toEqual(["a@example.org"]);
  });

  it("stands in the list of recipients as it was when it was sent to, as far as the history tells", async () => {
    const { business, idOf } = await withClients("A", "B", "C");
    const campaign = await business.plan();
    await correct(business, idOf("B"), "N");
    expect(await mailedTo(business, campaign)).toEqual(["a@example.org", "c@example.org", "n@example.org"]);
    for (const [letter, to] of ["BM", "CO"]) await correct(business, idOf(letter ?? ""), to ?? "");
    await business.db.commit([put(feedEntries, correction(business, idOf("B"), "N", "M"))]);
    const known = { A: "sent a@example.org", B: "sent n@example.org", C: "sent " };
    expect(await recipientsOf(business, campaign)).toEqual(known);
  });
});

describe("addresses that are corrected while a campaign is sent", () => {
  const size = 120;

  const told = async (seed: number): Promise<{ addresses: string[]; simulation: Simulation }> => {
    const random = seeded(seed);
    let now: Simulation | undefined;
    const meanwhile = () => {
      if (!now || !random.chance(0.15)) return;
      const client = random.pick(now.clients);
      const email = `client-${random.below(size + 20)}@example.org`;
      changeClient(now.world.store, client, { email }, now.world.now());
    };
    now = await simulate(size, { random, meanwhile, temper: badTemper, trouble: 0.02, dies: dying(random, 0.01, 2) });
    await now.world.run();
    return { addresses: now.world.provider.taken.map(({ to }) => to), simulation: now };
  };

  it("get one e-mail each at most, whatever workers meet with and in whatever order", {
    timeout: 60_000 * races,
  }, async () => {
    for (let seed = 1; seed <= 6 * races; seed++) {
      const { addresses, simulation: one } = await told(seed);
      expect([...new Set(addresses)].length, `with seed ${seed}`).toBe(addresses.length);
      expectSoundLedger(one);
      expect(await readCampaignNow(one.world.table, one.campaign)).toMatchObject({ status: "finished" });
      expect(one.world.errors.filter((error) => !/Moved|throttled/.test(String(error)))).toEqual([]);
    }
  });
});
