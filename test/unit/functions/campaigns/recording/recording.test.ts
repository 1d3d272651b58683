import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { campaignEngagement } from "../../../../../functions/campaigns/kinds.ts";
import { recordEngagement } from "../../../../../functions/campaigns/recording/engaged.ts";
import { nothingSeen } from "../../../../../functions/campaigns/recording/recipients.ts";
import { type RecorderDeps, recordEvents } from "../../../../../functions/campaigns/recording/recording.ts";
import { recordUnsubscription } from "../../../../../functions/campaigns/recording/unsubscribed.ts";
import type { ChunkMessage } from "../../../../../functions/campaigns/sending/queues.ts";
import { readEventMessage } from "../../../../../functions/campaigns/sending/read-message.ts";
import { subscription } from "../../../../../functions/clients/kinds.ts";
import { fromStored } from "../../../../../shared/db/entity.ts";
import { put } from "../../../../../shared/db/writes.ts";
import type { Campaign } from "../../../../../shared/entities/campaign.ts";
import { campaignChunks } from "../../../../../shared/entities/campaign-chunk.ts";
import { type Client, clients, subscriptionProofs } from "../../../../../shared/entities/client.ts";
import { engagements } from "../../../../../shared/entities/engagement.ts";
import { type ClientId, derivedId, ulids } from "../../../../../shared/ids.ts";
import { MemoryStore, memoryTable } from "../../../../support/campaigns/memory-table.ts";
import { sesEvent } from "../../../../support/campaigns/provider.ts";
import {
  bothCounts,
  campaignWrites,
  clientWrites,
  fill,
  readCampaignNow,
  testAccount,
  testCampaign,
  testClient,
} from "../../../../support/campaigns/scenario.ts";
import { testClock, testLog } from "../../../../support/deps.ts";
import { told as eventOf } from "../../../../support/told.ts";

const CHUNKS = 5;
const SIZE = 4;

interface Desk {
  store: MemoryStore;
  campaign: Campaign;
  clients: Client[];
  deps: RecorderDeps;
  forwarded: unknown[];
  record(...events: unknown[]): Promise<string[]>;
  event(kind: string, place: number, messageId?: string): ReturnType<typeof sesEvent>;
}

/** A mailbox that is full, or one whose owner is on holiday. */
const softBounce = (...told: Parameters<typeof sesEvent> extends [string, ...infer Rest] ? Rest : never) => {
  const { detail, ...envelope } = sesEvent("Bounce", ...told);
  const { timestamp, destination } = detail.mail;
  const bouncedRecipients = destination.map((emailAddress) => ({ emailAddress }));
  const bounce = { bounceType: "Transient", bounceSubType: "MailboxFull", bouncedRecipients, timestamp };
  return { ...envelope, detail: { ...detail, bounce } };
};

/** A campaign that was sent to a few, none of whom was heard of yet. */
const desk = async (given: Partial<Campaign> = {}): Promise<Desk> => {
  const store = new MemoryStore();
  const table = memoryTable(store);
  const account = testAccount();
  const campaign = testCampaign(account, given);
  const people = Array.from({ length: CHUNKS * SIZE }, (_, number) => testClient(account.id, number));
  const chunks = Array.from({ length: CHUNKS }, (_, number) =>
    put(campaignChunks, {
      accountId: account.id,
      campaignId: campaign.id,
      number,
      language: "fr",
      segment: "segment",
      offset: number * SIZE,
      size: SIZE,
      state: "sent",
      attempt: 1,
      outcome: "s".repeat(SIZE),
      seen: nothingSeen(SIZE),
      seenVersion: 0,
    }),
  );
  await fill(table, account.id, [...people.flatMap(clientWrites), ...campaignWrites(campaign, account), ...chunks]);
  const forwarded: unknown[] = [];
  const deps: RecorderDeps = {
    table,
    clock: testClock(),
    ids: ulids,
    log: testLog(),
    signingKey: async () => "a key for tests",
    chunks: { send: async (messages, delay) => void forwarded.push(...messages.map((m) => ({ ...m, delay }))) },
    returnSeconds: 90,
  };
  return {
    store,
    campaign,
    clients: people,
    deps,
    forwarded,
    record: (...events) =>
      recordEvents(
        events.map((event, index) => ({ message: readEventMessage(event), messageId: String(index) })),
        deps,
      ),
    event(kind, place, messageId = `message-${place}`) {
      const client = people[place];
      if (!client) throw new Error("There is no such place.");
      const tags = { chunk: String(Math.floor(place / SIZE)), recipient: String(place % SIZE), client: client.id };
      const mail = { tags: { account: account.id, campaign: campaign.id } };
      const entry = { to: client.email ?? "", tags };
      return kind === "Soft bounce" ? softBounce(mail, entry, messageId) : sesEvent(kind, mail, entry, messageId);
    },
  };
};

const kinds = ["Send", "Delivery", "Open", "Click", "Bounce", "Soft bounce", "Complaint", "Reject"] as const;
const counted = { Delivery: "delivered", Open: "viewed", Click: "clicked", Bounce: "bounced" } as const;

describe("the recorder of the provider's events", () => {
  const history = fc.array(fc.tuple(fc.constantFrom(...kinds), fc.nat(CHUNKS * SIZE - 1)), { maxLength: 60 });

  test.prop([history, fc.infiniteStream(fc.nat()), fc.nat(10)], { numRuns: 1000 })(
    "counts what a recount of the ledger counts, however events are repeated, shuffled and cut into batches",
    async (events, stream, batchSize) => {
      const told = await desk({ status: "finished" });
      const order = [...events, ...events.filter((_, index) => index % 3 === 0)]
        .map((event) => ({ event, at: stream.next().value ?? 0 }))
        .sort((a, b) => a.at - b.at);
      while (order.length > 0) {
        const batch = order.splice(0, batchSize + 1).map(({ event: [kind, place] }) => told.event(kind, place));
        expect(await told.record(...batch)).toEqual([]);
      }
      const { kept, recounted } = bothCounts(told.store);
      // The ledger began with everybody sent, before anything was counted.
      expect({ ...kept, sent: CHUNKS * SIZE }).toEqual(recounted);
      for (const [kind, name] of Object.entries(counted)) {
        const places = new Set(
          events.flatMap(([other, place]) =>
            other === kind || (name === "viewed" && other === "Click") ? [place] : [],
          ),
        );
        expect(kept[name]).toBe(places.size);
      }
    },
    60_000,
  );

  it("passes a waiting chunk on when the events before it are recorded", async () => {
    const told = await desk();
    const look = lookAt(told.campaign);
    expect(await told.record(told.event("Delivery", 1), look)).toEqual([]);
    expect(told.forwarded).toEqual([{ ...look, drained: true, delay: 90 }]);
  });

  it("keeps a waiting chunk back while an event before it is not recorded", async () => {
    const told = await desk();
    const { deps } = told;
    const broken = { ...deps.table, of: () => ({ ...deps.table.of(told.campaign.accountId), getMany: refuse }) };
    const look = lookAt(told.campaign);
    const messages = [told.event("Delivery", 1), look].map((body, index) => ({
      message: readEventMessage(body),
      messageId: String(index),
    }));
    expect(await recordEvents(messages, { ...deps, table: broken })).toEqual(["0", "1"]);
    expect(told.forwarded).toEqual([]);
  });

  it("logs what belongs to no campaign, and fails nothing for it", async () => {
    const told = await desk();
    const { detail, ...envelope } = told.event("Delivery", 1);
    const strange = { ...envelope, detail: { ...detail, mail: { ...detail.mail, tags: {} } } };
    expect(await told.record(strange)).toEqual([]);
  });

  it("suppresses the address of a hard bounce once, with proof", async () => {
    const told = await desk();
    const [client] = told.clients;
    if (!client) throw new Error("unreachable");
    for (let times = 0; times < 3; times++) await told.record(told.event("Bounce", 0));
    const stored = fromStored(clients, told.store.get(clients.keys(client)) ?? {});
    expect(stored).toMatchObject({ suppressed: "bounce", version: 2, subscriptions: client.subscriptions });
    expect(stored.marketingRefusedAt).toBeUndefined();
    expect(told.store.all().filter(({ entity }) => entity === subscriptionProofs.name)).toHaveLength(1);
  });

  it("takes a complaint as the end of the agreement to marketing", async () => {
    const told = await desk();
    await told.record(told.event("Complaint", 2));
    const [, , client] = told.clients;
    const item = client && told.store.get(clients.keys(client));
    const stored = item && fromStored(clients, item);
    expect(stored).toMatchObject({ suppressed: "complaint", subscriptions: { email: { marketing: false } } });
    const proofs = told.store.all().filter(({ entity }) => entity === subscriptionProofs.name);
    expect(stored?.marketingRefusedAt).toEqual(expect.stringMatching(/^\d{4}-\d\d-\d\dT/));
    expect(proofs.map(({ marketingRefusedAt }) => marketingRefusedAt)).toEqual([stored?.marketingRefusedAt]);
  });

  it("leaves a client alone whose address is another by now", async () => {
    const told = await desk();
    const event = told.event("Bounce", 0);
    const [client] = told.clients;
    if (!client) throw new Error("unreachable");
    await fill(told.deps.table, client.accountId, [put(clients, { ...client, email: "new@example.org" })]);
    await told.record(event);
    expect(told.store.get(clients.keys(client))).not.toHaveProperty("suppressed");
  });

  it("counts a client who unsubscribed by the link, once, and nobody who came back or was no recipient", async () => {
    const told = await desk();
    const recipients = told.clients.map(({ id }) => ({ id, language: "fr" as const }));
    const deps = { ...told.deps, snapshots: { read: async () => recipients } };
    const marketing = (on: boolean) => {
      const channel = { general: true, marketing: on };
      return { email: channel, sms: channel };
    };
    const at = "2026-03-02T15:00:00.000Z";
    const proof = (clientId: ClientId | undefined, before: boolean, after: boolean, more: object = {}) =>
      eventOf(subscription.created, subscriptionProofs, {
        ...{ id: ulids.next("event"), accountId: told.campaign.accountId, clientId: clientId ?? ulids.next("client") },
        ...{ campaignId: told.campaign.id, how: "link", at },
        ...{ before: marketing(before), after: marketing(after), version: 1, createdAt: at, createdBy: "system" },
        ...{ updatedAt: at, updatedBy: "system", source: "portal", ...more },
      });
    const [first, second, third] = told.clients.map(({ id }) => id);
    const marketingRefusedAt = at;
    for (const event of [
      proof(first, true, false),
      proof(first, true, false),
      proof(second, false, true),
      // Another choice on the same page, of somebody who had no marketing anyway.
      proof(second, false, false),
      proof(ulids.next("client"), true, false),
      proof(second, true, false, { campaignId: "cam_none" }),
    ])
      await recordUnsubscription(event, deps);
    expect(bothCounts(told.store).kept.unsubscribed).toBe(1);
    // Never agreed, and says no now.
    await recordUnsubscription(proof(third, false, false, { marketingRefusedAt }), deps);
    expect(bothCounts(told.store).kept.unsubscribed).toBe(2);
  });

  it("counts who came back and did something once, however often that is told, as one who saw and clicked", async () => {
    const { campaign, deps, store } = await desk();
    const engagement = (recipient: number, campaignId = campaign.id) => {
      const clientId = derivedId("client", String(recipient));
      const place = { accountId: campaign.accountId, campaignId, clientId, chunk: 1, recipient };
      const act = { act: "upload", version: 1, createdAt: campaign.createdAt, createdBy: clientId } as const;
      return eventOf(campaignEngagement.created, engagements, { ...place, id: `${campaignId}.${clientId}`, ...act });
    };
    // Two clients, one of them three times; one whose place is not there; one of a campaign that is gone.
    const told = [0, 0, 3, 0, SIZE].map((recipient) => engagement(recipient));
    for (const event of [...told, engagement(0, ulids.next("campaign"))]) await recordEngagement(event, deps);
    await Promise.all(told.map((event) => recordEngagement(event, deps)));
    const { kept, recounted } = bothCounts(store);
    for (const counts of [kept, recounted]) expect(counts).toMatchObject({ engaged: 2, clicked: 2, viewed: 2 });
  });

  it("pauses a campaign whose bounces come near the provider's limit, and no other", async () => {
    const told = await desk();
    await told.record(...[0, 1, 2, 3].map((place) => told.event("Bounce", place)));
    expect(await readCampaignNow(told.deps.table, told.campaign)).toMatchObject({ status: "sending" });
    await told.record(told.event("Bounce", 4));
    expect(await readCampaignNow(told.deps.table, told.campaign)).toMatchObject({
      status: "paused",
      pauseReason: "bounces",
    });
  });

  it("counts what bounced for a while neither as bounced nor against the campaign or the client", async () => {
    const told = await desk();
    for (let place = 0; place < CHUNKS * SIZE; place++) await told.record(told.event("Soft bounce", place));
    await told.record(told.event("Delivery", 0));
    const { kept, recounted } = bothCounts(told.store);
    for (const counts of [kept, recounted]) expect(counts).toMatchObject({ bounced: 0, delivered: 1 });
    expect(await readCampaignNow(told.deps.table, told.campaign)).toMatchObject({ status: "sending" });
    const [client] = told.clients;
    expect(client && told.store.get(clients.keys(client))).not.toHaveProperty("suppressed");
  });

  it("judges a resumed campaign by what came since", async () => {
    const told = await desk({ judgedFrom: { sent: 0, bounced: 5, complained: 0 } });
    await told.record(...[0, 1, 2, 3, 4, 5].map((place) => told.event("Bounce", place)));
    expect(await readCampaignNow(told.deps.table, told.campaign)).toMatchObject({ status: "sending" });
  });
});

const lookAt = ({ accountId, id }: Campaign): ChunkMessage => ({
  accountId,
  campaignId: id,
  chunk: 3,
  segment: "segment",
  offset: 12,
  size: SIZE,
});

const refuse = async (): Promise<never> => {
  throw new Error("The table is not there.");
};
