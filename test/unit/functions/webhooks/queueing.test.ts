import { describe, expect, it } from "vitest";
import { collectSubscribed } from "../../../../functions/changes/subscribed.ts";
import { queueDeliveries, readMessage } from "../../../../functions/webhooks/queue-deliveries.ts";
import { put } from "../../../../shared/db/writes.ts";
import { erasedClients } from "../../../../shared/entities/erased-client.ts";
import { webhookMessageKey, webhookMessages } from "../../../../shared/entities/webhook-delivery.ts";
import { SUBSCRIBED } from "../../../../shared/events/subscribed-events.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { lostCall } from "../../../support/memory-table.ts";
import { webhookWorld } from "../../../support/webhook-world.ts";

const noFailure = () => {
  throw new Error("No failure was expected.");
};

describe("the relay collects for webhooks", () => {
  const candidate = (world: ReturnType<typeof webhookWorld>, name: string, given = {}) => ({
    sequenceNumber: name,
    event: world.event(name, given),
  });

  it("what one of them wants, account by account", async () => {
    const world = webhookWorld();
    await world.webhook({ eventTypes: ["client.*"] });
    const candidates = [
      candidate(world, "1"),
      candidate(world, "2", { type: "document.received" }),
      candidate(world, "3", { accountId: derivedId("account", "without webhooks") }),
      candidate(world, "4", { type: "client.archived" }),
    ];
    const collected = await collectSubscribed(candidates, world.memory.table, world.clock.now(), noFailure);
    expect(collected).toEqual([
      {
        sequenceNumbers: ["1", "4"],
        detail: { accountId: world.accountId, events: [candidates[0]?.event, candidates[3]?.event] },
      },
    ]);
  });

  it("in as few messages as hold it", async () => {
    const world = webhookWorld();
    await world.webhook();
    const large = (name: string) => candidate(world, name, { resource: { text: "x".repeat(90_000) } });
    const candidates = [..."abcde"]
      .map(large)
      .concat(Array.from({ length: 60 }, (_, index) => candidate(world, `${index}`)));
    const collected = await collectSubscribed(candidates, world.memory.table, world.clock.now(), noFailure);
    expect(collected.map(({ detail }) => detail.events.length)).toEqual([2, 2, 50, 11]);
    expect(collected.flatMap(({ sequenceNumbers }) => sequenceNumbers)).toEqual(
      candidates.map((one) => one.sequenceNumber),
    );
    for (const { detail } of collected) expect(JSON.stringify(detail).length).toBeLessThan(210_000);
  });

  it("nothing for webhooks that are disabled for good, and everything for those that were until lately", async () => {
    const world = webhookWorld();
    await world.webhook({ status: "disabled", disabledReason: "by_hand", disabledAt: "2026-01-01T00:00:00.000Z" });
    const collect = () => collectSubscribed([candidate(world, "1")], world.memory.table, world.clock.now(), noFailure);
    expect(await collect()).toEqual([]);
    await world.webhook({ status: "disabled", disabledReason: "gone", disabledAt: "2026-03-01T00:00:00.000Z" });
    expect(await collect()).toHaveLength(1);
  });

  it("again what it could not ask for", async () => {
    const world = webhookWorld();
    const { table } = world.memory;
    const broken = { ...table, of: () => ({ ...world.db, list: () => Promise.reject(lostCall()) }) };
    const failed: string[] = [];
    const fail = (sequenceNumber: string) => void failed.push(sequenceNumber);
    await collectSubscribed([candidate(world, "1"), candidate(world, "2")], broken, world.clock.now(), fail);
    expect(failed).toEqual(["1", "2"]);
  });
});

describe("what is queued", () => {
  const cli = derivedId("client", "1");

  it("says nothing of whom was erased meanwhile, but that they were", async () => {
    const world = webhookWorld();
    const { id } = await world.webhook();
    const at = world.clock.now().toISOString();
    const provenance = { version: 2, createdAt: at, createdBy: "m", updatedAt: at, updatedBy: "m", source: "app" };
    const erasureId = derivedId("erasure", "1");
    await world.db.commit([
      put(erasedClients, { id: cli, accountId: world.accountId, status: "erased", erasureId, ...provenance }),
    ]);
    const told = world.event("told", { clientId: cli });
    const erased = world.event("erased", { clientId: cli, type: "client.erased" });
    await world.queue(told, erased);
    expect((await world.deliveries(id)).map(({ eventType }) => eventType)).toEqual(["client.erased"]);
    const message = await world.db.get(webhookMessages, webhookMessageKey(world.accountId, erased.id));
    expect(message).not.toHaveProperty("clientId");
  });

  it("stands under its client, for an erasure to find", async () => {
    const world = webhookWorld();
    await world.webhook();
    const event = world.event("told", { clientId: cli });
    await world.queue(event);
    const message = await world.db.get(webhookMessages, webhookMessageKey(world.accountId, event.id));
    expect(message?.clientId).toBe(cli);
    expect(JSON.parse(message?.body ?? "")).not.toHaveProperty("clientId");
  });
});

describe("a message", () => {
  const accountId = derivedId("account", "1");

  it("brings events, or the timer of a webhook", async () => {
    expect(readMessage({ "detail-type": SUBSCRIBED, detail: { accountId, events: [] } })).toEqual({
      events: { accountId, events: [] },
    });
    const world = webhookWorld();
    const webhookId = derivedId("webhook", "1");
    const timer = { id: "evt_1", type: "timer.rang", accountId, resource: { subject: webhookId } };
    await queueDeliveries(readMessage({ "detail-type": "timer.rang", detail: timer }), world.deps);
    expect(world.wakes).toMatchObject([{ accountId, webhookId }]);
  });

  it("that is of nothing here is not swallowed", async () => {
    const world = webhookWorld();
    expect(() => readMessage({ "detail-type": "other", detail: {} })).toThrow("not one of our events");
    const timer = { id: "evt_1", type: "timer.rang", accountId, resource: { subject: "cam_1" } };
    await expect(
      queueDeliveries(readMessage({ "detail-type": "timer.rang", detail: timer }), world.deps),
    ).rejects.toThrow("no webhook");
  });
});
