import { describe, expect, it } from "vitest";
import { knownAddresses } from "../../../../../functions/campaigns/planning/known-addresses.ts";
import { mustReachSomebody } from "../../../../../functions/campaigns/planning/reach-somebody.ts";
import { runCount } from "../../../../../functions/campaigns/planning/run-count.ts";
import type { Recipient, Snapshots } from "../../../../../functions/campaigns/planning/snapshots.ts";
import { audienceSummary } from "../../../../../functions/campaigns/planning/summarize-audience.ts";
import { newJob } from "../../../../../shared/app/new-job.ts";
import { keys } from "../../../../../shared/db/keys.ts";
import { insert, put } from "../../../../../shared/db/writes.ts";
import { addressHash, recordFact } from "../../../../../shared/entities/address-fact.ts";
import { type Audience, type Campaign, campaigns } from "../../../../../shared/entities/campaign.ts";
import { type CampaignPlan, campaignPlans } from "../../../../../shared/entities/campaign-plan.ts";
import type { Client } from "../../../../../shared/entities/client.ts";
import { jobs } from "../../../../../shared/entities/job.ts";
import { derivedId, ulids } from "../../../../../shared/ids.ts";
import { aClient } from "../../../../support/a-client.ts";
import { anAccount } from "../../../../support/actors.ts";
import { testClock, testDeps } from "../../../../support/deps.ts";
import { listClient } from "../../../../support/listed-clients.ts";
import { memoryTable } from "../../../../support/memory-table.ts";

const yes = { email: { general: true, marketing: true }, sms: { general: true, marketing: false } };
const nobody = { read: async () => [] };

/** Forty clients: of every four one has no address, and one shares that of the one before. */
const aBusiness = async (audience: Audience) => {
  const { table } = memoryTable();
  const { account } = await anAccount(table);
  const db = table.of(account.id);
  for (let number = 0; number < 40; number++) {
    const address = number % 4 === 3 ? number - 1 : number;
    const own: Partial<Client> = {
      id: derivedId("client", String(number)),
      accountId: account.id,
      name: `Client ${String(number).padStart(2, "0")}`,
      tags: ["VIP"],
      subscriptions: yes,
      ...(number % 4 === 1 ? {} : { email: `c${address}@example.org` }),
    };
    await listClient(db, { after: aClient(own) });
  }
  const campaign = { id: ulids.next("campaign"), accountId: account.id, audience, optedInOnly: true } as Campaign;
  await db.commit([put(campaigns, campaign)]);
  return { table, account, db, campaign };
};

/** When what was written before has long been followed. */
const LONG_AFTER = "2026-03-02T16:00:00.000Z";

/** A job that is to count it, five pages of three a step. */
const aCount = async (audience: Audience, at = LONG_AFTER) => {
  const { table, account, db, campaign } = await aBusiness(audience);
  const clock = testClock(at);
  const actor = { kind: "api_key", id: "key_test", accountId: account.id, account, scopes: [] } as never;
  const { job, write } = newJob({ kind: "audience", input: { campaignId: campaign.id } }, actor, clock.now(), ulids);
  await db.commit([write]);
  const event = { accountId: account.id, resource: { id: job.id } } as Parameters<typeof runCount>[0];
  const later: object[] = [];
  const snapshots = memorySnapshots();
  const count = ({ receiveCount = 1, messageId = "message", slowly = false }) => {
    const taking = slowly ? () => clock.set(new Date(clock.now().getTime() + 100_000).toISOString()) : () => undefined;
    const counting: Snapshots = {
      ...snapshots,
      write: async (key, lines) => {
        taking();
        await snapshots.write(key, lines);
      },
    };
    const counts = { send: async (messages: readonly object[]) => void later.push(...messages) };
    const deps = {
      ...testDeps(table, { clock }),
      snapshots: counting,
      counts,
      pageSize: 3,
      pause: async () => undefined,
    };
    return runCount(event, deps, { messageId, receiveCount });
  };
  return { account, db, job, snapshots, later, count };
};

const memorySnapshots = () => {
  const kept = new Map<string, readonly Recipient[]>();
  return {
    size: () => kept.size,
    write: async (key: string, lines: readonly Recipient[]): Promise<void> => void kept.set(key, lines),
    read: async (key: string) => kept.get(key) ?? [],
  };
};

const wholly = {
  status: "finished",
  progress: { done: 40, total: 40 },
  counts: { matched: 40, included: 20, no_address: 10, same_address: 10 },
};

const exactly = {
  matched: 40,
  included: 20,
  excluded: [
    { reason: "no_address", count: 10 },
    { reason: "same_address", count: 10 },
  ],
};
const both: [string, Audience][] = [
  ["everybody", { all: true }],
  ["a tag", { filter: { tag: "vip" } }],
];

describe("an audience", () => {
  it.each(both)("is counted one by one where it is not large: %s", async (_, audience) => {
    const { db, campaign } = await aBusiness(audience);
    expect(await audienceSummary(db, campaign, nobody)).toEqual({
      ...exactly,
      matchedExact: true,
      exact: true,
      counted: 40,
    });
  });

  it.each(both)("that is large is known by its counter, and the rest from the first of it: %s", async (_, audience) => {
    const { db, campaign } = await aBusiness(audience);
    expect(await audienceSummary(db, campaign, nobody, 8)).toEqual({
      ...exactly,
      matchedExact: true,
      exact: false,
      counted: 8,
    });
  });

  it("of several filters says that there are at least so many", async () => {
    const { db, campaign } = await aBusiness({ filter: { tag: "vip", mobile: "without" } });
    const large = await audienceSummary(db, campaign, nobody, 8);
    expect(large).toMatchObject({ matched: 8, matchedExact: false, exact: false, counted: 8 });
  });

  it("of a campaign to others is not counted at once where too many got it already", async () => {
    const { db, campaign } = await aBusiness({ all: true });
    const plan = { accountId: db.accountId, campaignId: campaign.id, version: 1, recipients: 10_001 } as CampaignPlan;
    await db.commit([put(campaignPlans, plan)]);
    const again = {
      ...campaign,
      id: ulids.next("campaign"),
      resend: { of: campaign.id, to: "others", root: campaign.id },
    };
    await expect(audienceSummary(db, again as Campaign, nobody)).rejects.toThrow("Too many have got it already");
    await mustReachSomebody(db, again as Campaign, nobody, new Date());
    await db.commit([put(campaignPlans, { ...plan, recipients: 10_000 })]);
    expect(await audienceSummary(db, again as Campaign, nobody)).toMatchObject({ ...exactly, exact: true });
  });

  it("is an estimate where more addresses have said something than a request reads", async () => {
    const { db } = await aBusiness({ all: true });
    const said = { at: "2026-03-02T15:00:00.000Z", how: "link" };
    const hashes = ["a", "b", "c"].map((name) => addressHash(db.accountId, `${name}@example.org`));
    await db.commit(hashes.map((hash) => recordFact(db.accountId, hash, { refused: said })));
    expect((await knownAddresses(db, 2)).isAll).toBe(false);
    const all = await knownAddresses(db, 3);
    expect(all.isAll).toBe(true);
    expect(all.standingOf("c@example.org")).toBe("unsubscribed");
  });

  it.each(both)("is counted to its end by a job, twice the same: %s", async (_, audience) => {
    const { account, db, count, job } = await aCount(audience);
    for (const receiveCount of [1, 2]) await count({ receiveCount });
    expect(await db.get(jobs, keys.of(account.id, job.id))).toMatchObject(wholly);
  });

  it.each(both)("is counted on where its worker was lost, each address once: %s", async (_, audience) => {
    const { account, db, count, job, snapshots } = await aCount(audience);
    const taken = snapshots.write;
    snapshots.write = async (key, lines) => {
      if (snapshots.size() === 1) throw new Error("The worker is lost.");
      await taken(key, lines);
    };
    await expect(count({ receiveCount: 1 })).rejects.toThrow("The worker is lost.");
    expect(await db.get(jobs, keys.of(account.id, job.id))).toMatchObject({ progress: { done: 15 } });
    snapshots.write = taken;
    // Who comes first by now was not there when the first were counted.
    await listClient(db, { after: aClient({ accountId: account.id, name: "Ariane", tags: ["VIP"] }) });
    await count({ receiveCount: 2 });
    expect(await db.get(jobs, keys.of(account.id, job.id))).toMatchObject(wholly);
  });

  it("that takes long is counted on by a message to the job's own queue", async () => {
    const { account, db, count, job, later } = await aCount({ all: true });
    await count({ slowly: true });
    const halfway = await db.get(jobs, keys.of(account.id, job.id));
    expect(halfway).toMatchObject({ status: "running", progress: { done: 30 } });
    expect(later).toEqual([{ detail: { accountId: account.id, resource: { id: job.id } } }]);
    await count({ messageId: "another" });
    expect(await db.get(jobs, keys.of(account.id, job.id))).toMatchObject(wholly);
  });

  it("is not counted before the lists show who was there: the job asks for itself again", async () => {
    const justWritten = aClient().updatedAt;
    const { account, db, count, job, later } = await aCount({ all: true }, justWritten);
    await count({});
    expect(later).toHaveLength(1);
    expect(await db.get(jobs, keys.of(account.id, job.id))).toMatchObject({ status: "running", progress: { done: 0 } });
  });

  it("of a campaign that is gone is not counted", async () => {
    const { table, account, db } = await aBusiness({ all: true });
    const counts = { send: async () => undefined };
    const deps = { ...testDeps(table), snapshots: memorySnapshots(), counts };
    const job = { id: ulids.next("job"), accountId: account.id, kind: "audience", status: "queued" } as const;
    const input = { campaignId: ulids.next("campaign") };
    const { version, createdAt, createdBy, updatedAt, updatedBy, source } = aClient();
    const provenance = { version, createdAt, createdBy, updatedAt, updatedBy, source };
    await db.commit([insert(jobs, { ...job, input, progress: { done: 0, total: 0 }, counts: {}, ...provenance })]);
    const event = { accountId: account.id, resource: { id: job.id } } as Parameters<typeof runCount>[0];
    await runCount(event, deps, { messageId: "message", receiveCount: 1 });
    expect(await db.get(jobs, keys.of(account.id, job.id))).toMatchObject({
      status: "failed",
      failure: "The campaign or its audience is gone.",
    });
  });
});
