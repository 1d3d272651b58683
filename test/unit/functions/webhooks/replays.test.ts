import { describe, expect, it } from "vitest";
import { replayDeliveries } from "../../../../functions/webhooks/replay-deliveries.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { put } from "../../../../shared/db/writes.ts";
import { type Job, jobs } from "../../../../shared/entities/job.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { refusedWith, taken, webhookWorld } from "../../../support/webhook-world.ts";

const aDay = 86_400;
type World = ReturnType<typeof webhookWorld>;

const replay = async (
  world: World,
  webhookId: string,
  input: Partial<Record<"from" | "to", string>> & { statuses?: string[] },
) => {
  const id = derivedId("job", JSON.stringify(input));
  const at = world.clock.now().toISOString();
  const job: Job = {
    id,
    accountId: world.accountId,
    kind: "webhook_replay",
    status: "queued",
    progress: { done: 0, total: 0 },
    counts: {},
    input: {
      webhookId,
      from: "2026-03-01T00:00:00.000Z",
      to: "2026-04-30T00:00:00.000Z",
      statuses: ["failed", "skipped"],
      ...input,
    },
    ...{ version: 1, createdAt: at, createdBy: "mem_1", updatedAt: at, updatedBy: "mem_1", source: "app" },
  };
  await world.db.commit([put(jobs, job)]);
  const event = {
    ...{ id: "evt_1", type: "job.requested", accountId: world.accountId, occurredAt: at },
    ...{ actor: { kind: "person", id: "mem_1" }, resource: { id }, changed: [] },
  };
  await replayDeliveries(event as never, world.deps, { receiveCount: 1, messageId: "m" });
  return world.db.get(jobs, keys.of(world.accountId, id));
};

describe("a replay", () => {
  it("sends what was given up, and what happened while the webhook was disabled, under the same ids", async () => {
    const world = webhookWorld(refusedWith(500));
    const { id, ...webhook } = await world.webhook();
    const first = world.event("given up");
    await world.queue(first);
    await world.settle(id);
    await world.webhook({ ...webhook, id, status: "disabled", disabledAt: world.clock.now().toISOString() });
    world.pass(aDay);
    const second = world.event("skipped");
    await world.queue(second);
    await world.webhook({ ...webhook, id });
    world.answerWith(taken);
    world.pass(aDay);
    const before = world.received.length;

    expect(await replay(world, id, {})).toMatchObject({
      status: "finished",
      counts: { queued: 2 },
      progress: { done: 2, total: 2 },
    });
    await world.settle(id);
    expect(world.received.slice(before).map(({ headers }) => headers["webhook-id"])).toEqual([first.id, second.id]);
    expect((await world.deliveries(id)).map(({ status }) => status)).toEqual(["delivered", "delivered"]);
  });

  it("keeps to its range and to what it is asked for", async () => {
    const world = webhookWorld();
    const { id } = await world.webhook();
    const events = [];
    for (let day = 0; day < 5; day++) {
      events.push(world.event(String(day)));
      await world.queue(...events.slice(-1));
      await world.work();
      world.pass(aDay);
    }
    expect(await replay(world, id, {})).toMatchObject({ counts: { queued: 0 } });
    const range = { from: "2026-03-03T00:00:00.000Z", to: "2026-03-05T00:00:00.000Z", statuses: ["delivered"] };
    expect(await replay(world, id, range)).toMatchObject({ counts: { queued: 2 } });
    await world.settle(id);
    expect(world.received.slice(5).map(({ headers }) => headers["webhook-id"])).toEqual(
      events.slice(1, 3).map((event) => event.id),
    );
  });

  it("of many goes on from step to step", async () => {
    const world = webhookWorld(() => ({ responseStatus: 200 }));
    const { id } = await world.webhook();
    for (let part = 0; part < 5; part++)
      await world.queue(...Array.from({ length: 50 }, (_, index) => world.event(`${part}.${index}`)));
    await world.work();
    expect(await replay(world, id, { statuses: ["delivered"] })).toMatchObject({
      counts: { queued: 250 },
      progress: { done: 250 },
    });
    await world.settle(id);
    expect(world.received).toHaveLength(500);
  });

  it("of a webhook that is disabled, or no more, fails with a sentence", async () => {
    const world = webhookWorld();
    const { id } = await world.webhook({ status: "disabled", disabledAt: "2026-03-02T00:00:00.000Z" });
    expect(await replay(world, id, {})).toMatchObject({
      status: "failed",
      failure: expect.stringContaining("disabled"),
    });
  });
});
