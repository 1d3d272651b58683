import { Webhook as Verifier } from "standardwebhooks";
import { describe, expect, it, vi } from "vitest";
import { sealSecret } from "../../../../functions/webhooks/secrets.ts";
import { sendDue } from "../../../../functions/webhooks/sending/send-due.ts";
import { beginAnew } from "../../../../functions/webhooks/wake-soon.ts";
import { put, remove, removeVersion, replace, type Write } from "../../../../shared/db/writes.ts";
import { type Webhook, webhookKey, webhooks } from "../../../../shared/entities/webhook.ts";
import { webhookMessageKey, webhookStateKey, webhookStates } from "../../../../shared/entities/webhook-delivery.ts";
import { refusedWith, SECRET, SIGNING_KEY, taken, webhookWorld } from "../../../support/webhook-world.ts";

describe("an event", () => {
  it("is posted at once, signed, to every webhook that wants it", async () => {
    const world = webhookWorld();
    const first = await world.webhook({ name: "1", eventTypes: ["client.*"] });
    await world.webhook({ name: "2", eventTypes: ["client.created", "client.updated"] });
    await world.webhook({ name: "3", eventTypes: ["document.received"] });
    const event = world.event("a");
    await world.queue(event);
    await world.work();

    expect(world.received.map(({ url }) => url).sort()).toEqual([
      "https://partner.example/1",
      "https://partner.example/2",
    ]);
    const [{ headers = {}, body = "" } = {}] = world.received;
    expect(JSON.parse(body)).toEqual({ type: "client.updated", timestamp: event.occurredAt, data: event });
    expect(headers["webhook-id"]).toBe(event.id);
    vi.setSystemTime(world.clock.now());
    expect(new Verifier(SECRET).verify(body, headers)).toMatchObject({ type: "client.updated" });
    vi.useRealTimers();
    expect(await world.deliveries(first.id)).toMatchObject([
      {
        eventId: event.id,
        status: "delivered",
        attempts: [{ at: world.clock.now().toISOString(), responseStatus: 204, durationMs: 12 }],
      },
    ]);
  });

  it("that comes twice from the bus is posted once", async () => {
    const world = webhookWorld();
    await world.webhook();
    const event = world.event("a");
    await world.queue(event);
    await world.work();
    await world.queue(event);
    await world.work();
    expect(world.received).toHaveLength(1);
  });

  it("of before a webhook was made is none of its business", async () => {
    const world = webhookWorld();
    await world.webhook({ createdAt: "2026-03-02T15:00:00.001Z" });
    await world.queue(world.event("a"));
    await world.work();
    expect(world.received).toEqual([]);
  });

  it("whose body was erased with whom it told of is not posted", async () => {
    const world = webhookWorld();
    const { id } = await world.webhook();
    const event = world.event("a");
    await world.queue(event);
    await world.db.commit([remove(webhookMessageKey(world.accountId, event.id))]);
    await world.work();
    expect(world.received).toEqual([]);
    expect(await world.deliveries(id)).toMatchObject([{ status: "failed", attempts: [{ error: "no_content" }] }]);
    const state = await world.db.get(webhookStates, webhookStateKey(world.accountId, id));
    expect(state?.failures).toBeUndefined();
  });
});

describe("events", () => {
  it("go out in the order in which they happened, as far as they wait together", async () => {
    const world = webhookWorld();
    await world.webhook();
    const events = ["a", "b", "c", "d"].map((name) => {
      world.pass(1);
      return world.event(name);
    });
    await world.queue(...[...events].reverse());
    await world.work();
    expect(world.received.map(({ headers }) => headers["webhook-id"])).toEqual(events.map(({ id }) => id));
  });

  it("by the hundred go out in one go", async () => {
    const world = webhookWorld();
    const { id } = await world.webhook();
    await world.queue(...Array.from({ length: 100 }, (_, index) => world.event(String(index))));
    await world.work();
    expect(world.received).toHaveLength(100);
    expect(await world.nextTimer(id)).toBeUndefined();
  });
});

describe("a receiver that does not take it", () => {
  it("is tried again for three days, and longer each time", async () => {
    const world = webhookWorld(refusedWith(500));
    const { id } = await world.webhook();
    const start = world.clock.now().getTime();
    await world.queue(world.event("a"));
    await world.settle(id);
    const hours = world.received.map(({ at }) => Number(((at.getTime() - start) / 3_600_000).toFixed(2)));
    expect(hours).toEqual([0, 0, 0.08, 0.58, 2.58, 7.58, 17.58, 31.58, 51.58, 75.58]);
    expect(new Set(world.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(await world.deliveries(id)).toMatchObject([{ status: "failed", failures: 10 }]);
    expect(await world.present(id)).toMatchObject({ status: "enabled" });
  });

  it("for hours gets everything within minutes of being back", async () => {
    const world = webhookWorld(() => ({ error: "not_connected" }));
    const { id } = await world.webhook();
    const start = world.clock.now();
    const ids: string[] = [];
    for (let index = 0; index < 60; index++) {
      const event = world.event(String(index));
      ids.push(event.id);
      await world.queue(event);
      await world.settle(id, new Date(start.getTime() + (index + 1) * 240_000).toISOString());
      world.clock.set(new Date(start.getTime() + (index + 1) * 240_000).toISOString());
    }
    const tries = world.received.length;
    // One at a time is tried while nothing is taken, not sixty of them.
    expect(tries).toBeLessThan(100);
    const back = world.clock.now().getTime();
    world.answerWith(taken);
    await world.settle(id, new Date(back + 6 * 60_000).toISOString());
    // Those that were tried alone, and would have waited for hours, among them.
    const late = world.received.slice(tries).map(({ headers }) => String(headers["webhook-id"]));
    expect(late.sort()).toEqual(ids.sort());
    expect((await world.deliveries(id)).every(({ status }) => status === "delivered")).toBe(true);
  });

  it("and is back now and then is not asked again and again for what it never takes", async () => {
    const world = webhookWorld();
    const { id } = await world.webhook();
    const start = world.clock.now().getTime();
    await world.queue(world.event("poison"));
    for (let hour = 0; hour < 30; hour++) {
      world.answerWith(refusedWith(500));
      await world.queue(world.event(`${hour}a`), world.event(`${hour}b`), world.event(`${hour}c`));
      await world.work();
      world.answerWith(({ body }) => (body.includes('"poison"') ? refusedWith(500) : taken)({} as never));
      await world.settle(id, new Date(start + (hour + 1) * 3_600_000).toISOString());
      world.clock.set(new Date(start + (hour + 1) * 3_600_000).toISOString());
    }
    const waiting = (await world.deliveries(id)).filter(({ status }) => status !== "delivered");
    expect(waiting).toHaveLength(1);
    // Those of its first thirty hours, and the one that was brought forward.
    expect(waiting[0]).toMatchObject({ status: "pending", failures: 7 });
    expect(waiting[0]?.attempts).toHaveLength(8);
  });

  it("once loses nothing else: the others go on", async () => {
    const world = webhookWorld(({ body }) =>
      body.includes('"poison"') ? { responseStatus: 500, error: "bad_status" } : { responseStatus: 200 },
    );
    const { id } = await world.webhook();
    await world.queue(world.event("poison"), ...Array.from({ length: 20 }, (_, index) => world.event(String(index))));
    await world.work();
    expect(world.received).toHaveLength(21);
    expect((await world.deliveries(id)).filter(({ status }) => status === "pending")).toHaveLength(1);
  });

  it("for five days is disabled, and its owners hear of it; what waited goes out when it is enabled again", async () => {
    const world = webhookWorld(() => ({ error: "timed_out" }));
    const { id } = await world.webhook();
    for (let day = 0; day < 6; day++) {
      await world.queue(world.event(`${day}`));
      const tomorrow = new Date(Date.parse("2026-03-02T15:00:00.000Z") + (day + 1) * 86_400_000).toISOString();
      await world.settle(id, tomorrow);
      if ((await world.present(id)).status === "disabled") break;
      world.clock.set(tomorrow);
    }
    expect(await world.present(id)).toMatchObject({
      status: "disabled",
      disabledReason: "failing",
      updatedBy: "system",
      version: 2,
    });
    expect(world.clock.now() >= new Date("2026-03-07T15:00:00.000Z")).toBe(true);
    const posts = world.received.length;
    await world.queue(world.event("meanwhile"));
    await world.settle(id);
    expect(world.received).toHaveLength(posts);
    expect((await world.deliveries(id)).at(-1)).toMatchObject({ status: "skipped", attempts: [] });
  });

  it("and asks for time is left alone for so long, with all that waits", async () => {
    const world = webhookWorld(({ body }) =>
      body.includes('"busy"') ? { responseStatus: 429, error: "bad_status", retryAfter: 600 } : { responseStatus: 200 },
    );
    const { id } = await world.webhook();
    await world.queue(world.event("busy"), world.event("a"));
    await world.work();
    await world.queue(world.event("b"));
    await world.work();
    expect(world.received).toHaveLength(2);
    expect(await world.nextTimer(id)).toEqual(new Date("2026-03-02T15:10:00.000Z"));
    world.answerWith(taken);
    await world.settle(id);
    const late = world.received.slice(2);
    expect(late.map(({ at }) => at.toISOString())).toEqual(["2026-03-02T15:10:00.000Z", "2026-03-02T15:10:00.000Z"]);
    expect((await world.deliveries(id)).map(({ attempts }) => attempts.length).sort()).toEqual([1, 1, 2]);
    expect((await world.deliveries(id)).flatMap(({ attempts }) => attempts)).not.toContainEqual(
      expect.objectContaining({ retryAfter: 600 }),
    );
  });

  it("is left alone no longer when the webhook has another address: all that waits goes there at once", async () => {
    const world = webhookWorld(() => ({ responseStatus: 503, error: "bad_status", retryAfter: 86_400 }));
    const webhook = await world.webhook();
    const events = ["a", "b", "c"].map((name) => {
      world.pass(1);
      return world.event(name);
    });
    await world.queue(...events);
    await world.work();
    world.pass(60);
    world.answerWith(taken);
    await world.db.commit([put(webhooks, { ...webhook, url: "https://partner.example/new" })]);
    await world.db.commit(beginAnew(webhook, "mem_1", world.clock.now()));
    const now = world.clock.now();
    await world.settle(webhook.id);
    expect(world.received.slice(3)).toMatchObject(
      events.map(({ id }) => ({ at: now, url: "https://partner.example/new", headers: { "webhook-id": id } })),
    );
    expect(await world.nextTimer(webhook.id)).toBeUndefined();
  });

  it("says nothing of the address that the webhook got meanwhile", async () => {
    const world = webhookWorld();
    const webhook = await world.webhook();
    world.answerWith(async () => {
      world.answerWith(taken);
      await world.db.commit([put(webhooks, { ...webhook, url: "https://partner.example/new" })]);
      await world.db.commit(beginAnew(webhook, "mem_1", world.clock.now()));
      return { responseStatus: 503, error: "bad_status", retryAfter: 86_400 };
    });
    await world.queue(world.event("a"));
    await world.work();
    expect(world.received.map(({ url }) => url)).toEqual(["https://partner.example/1", "https://partner.example/new"]);
    const state = await world.db.get(webhookStates, webhookStateKey(world.accountId, webhook.id));
    expect(state).not.toHaveProperty("restingUntil");
  });

  it("and says 410 gets nothing more", async () => {
    const world = webhookWorld(() => ({ responseStatus: 410, error: "bad_status" }));
    const { id } = await world.webhook();
    await world.queue(world.event("a"));
    await world.work();
    await world.queue(world.event("b"));
    await world.settle(id);
    expect(world.received).toHaveLength(1);
    expect(await world.present(id)).toMatchObject({ status: "disabled", disabledReason: "gone" });
    expect((await world.deliveries(id)).map(({ status }) => status).sort()).toEqual(["failed", "skipped"]);
  });

  it("with a secret that cannot be read any more is posted nothing unsigned", async () => {
    const world = webhookWorld();
    const { id } = await world.webhook({ secrets: [{ sealed: new Uint8Array(60) }] });
    await world.queue(world.event("a"));
    await world.work();
    expect(world.received).toEqual([]);
    expect(await world.deliveries(id)).toMatchObject([{ status: "pending", attempts: [{ error: "not_signed" }] }]);
  });
});

describe("a slow receiver", () => {
  it("delays no other webhook", async () => {
    const waiting: (() => void)[] = [];
    const world = webhookWorld(({ url }) =>
      url.endsWith("slow")
        ? new Promise((resolve) => waiting.push(() => resolve({ responseStatus: 200 })))
        : taken({} as never),
    );
    await world.webhook({ name: "slow" });
    const quick = await world.webhook({ name: "quick" });
    await world.queue(...Array.from({ length: 50 }, (_, index) => world.event(String(index))));
    const senders = world.wakes.splice(0).map((wake) => sendDue(wake, world.deps));
    await expect
      .poll(async () => (await world.deliveries(quick.id)).filter(({ status }) => status === "delivered"))
      .toHaveLength(50);
    // Eight at a time and no more are with the slow one.
    expect(waiting).toHaveLength(8);
    while (world.received.length < 100) {
      for (const answer of waiting.splice(0)) answer();
      await new Promise(setImmediate);
    }
    for (const answer of waiting.splice(0)) answer();
    await Promise.all(senders);
  });
});

describe("a webhook that a sender is about to let go", () => {
  it("is looked at once more by it: what was queued meanwhile, and whose sender left, goes out", async () => {
    const world = webhookWorld();
    await world.webhook();
    await world.queue(world.event("first"));
    const [wake] = world.wakes.splice(0);
    if (!wake) throw new Error("Nobody was woken.");
    let commits = 0;
    const letsGo = world.depsWith(async (call) => {
      // Held, sent, noted; the next call of this kind lets go.
      if (call.toString().includes("db.commit") && ++commits === 2) {
        await world.queue(world.event("second"));
        await world.work();
        expect(world.received).toHaveLength(1);
      }
      return call();
    });
    await sendDue(wake, letsGo);
    expect(world.received).toHaveLength(2);
    expect(world.wakes).toEqual([]);
  });

  it("is let go where nothing is due, or it is disabled", async () => {
    const world = webhookWorld();
    const { id } = await world.webhook({ name: "idle" });
    const off = await world.webhook({ name: "off", status: "disabled" });
    for (const webhookId of [id, off.id]) {
      await sendDue({ accountId: world.accountId, webhookId, sender: "1" }, world.deps);
      const state = await world.db.get(webhookStates, webhookStateKey(world.accountId, webhookId));
      expect(state).not.toHaveProperty("holder");
    }
  });

  it("belongs to the next one when the time is over: a timer rings at once", async () => {
    const world = webhookWorld();
    const { id } = await world.webhook();
    await world.queue(...Array.from({ length: 20 }, (_, index) => world.event(String(index))));
    world.answerWith(() => {
      world.pass(3);
      return { responseStatus: 200 };
    });
    await world.work();
    expect(world.received).toHaveLength(8);
    expect(await world.nextTimer(id)).toEqual(world.clock.now());
    await world.settle(id);
    expect(world.received).toHaveLength(20);
  });

  it("and was believed dead, leaves it to whoever took over", async () => {
    const world = webhookWorld();
    const { id } = await world.webhook();
    await world.queue(world.event("first"));
    const [wake] = world.wakes.splice(0);
    if (!wake) throw new Error("Nobody was woken.");
    world.answerWith(async () => {
      world.answerWith(taken);
      world.pass(60);
      await sendDue({ ...wake, sender: "another" }, world.deps);
      return { responseStatus: 200 };
    });
    await sendDue(wake, world.deps);
    // Twice, under one id; noted once.
    expect(world.received.map(({ headers }) => headers["webhook-id"])).toEqual([
      world.received[0]?.headers["webhook-id"],
      world.received[0]?.headers["webhook-id"],
    ]);
    expect(await world.deliveries(id)).toMatchObject([{ status: "delivered", version: 2 }]);
  });
});

const NOW = new Date("2026-03-02T15:00:00.000Z");
const ELSEWHERE = "https://elsewhere.example/";
const FRESH = `whsec_${Buffer.alloc(32, 9).toString("base64")}`;

describe("a webhook that is changed while it is sent to", () => {
  const changes: [string, number, string, (webhook: Webhook) => Write[]][] = [
    ["is removed", 8, SECRET, (webhook) => [removeVersion(webhooks, webhook)]],
    ["is disabled", 8, SECRET, (webhook) => [replaced(webhook, { status: "disabled" })]],
    ["has another secret", 30, FRESH, (webhook) => [replaced(webhook, { secrets: [freshSecret(webhook)] })]],
    ["is moved", 30, SECRET, (webhook) => [replaced(webhook, { url: ELSEWHERE }), ...beginAnew(webhook, "mem_1", NOW)]],
  ];
  it.each(changes)("%s at once", async (_, posts, secret, change) => {
    const world = webhookWorld();
    const webhook = await world.webhook();
    await world.queue(...Array.from({ length: 30 }, (_, index) => world.event(String(index))));
    let isChanged = false;
    world.answerWith(async () => {
      if (!isChanged) {
        isChanged = true;
        await world.db.commit(change(webhook));
      }
      return { responseStatus: 204 };
    });
    await world.work();
    expect(world.received).toHaveLength(posts);
    const now = await world.db.get(webhooks, webhookKey(world.accountId, webhook.id));
    vi.setSystemTime(world.clock.now());
    for (const { url, body, headers } of world.received.slice(8)) {
      expect(url).toBe(now?.url);
      expect(new Verifier(secret).verify(body, headers)).toMatchObject({ type: "client.updated" });
    }
    vi.useRealTimers();
  });

  it("is sent to when it is enabled again in the moment in which its sender leaves", async () => {
    const world = webhookWorld();
    const webhook = await world.webhook();
    await world.queue(world.event("a"));
    const disabled: Webhook = { ...webhook, status: "disabled", version: 2 };
    await world.db.commit([replace(webhooks, disabled, webhook)]);
    let reads = 0;
    const deps = world.depsWith(async (call) => {
      const answer = await call();
      reads += 1;
      // The hold was taken, and the webhook read.
      if (reads === 2) {
        const enabled: Webhook = { ...webhook, version: 3 };
        await world.db.commit([
          replace(webhooks, enabled, disabled),
          ...beginAnew(webhook, "mem_1", world.clock.now()),
        ]);
      }
      return answer;
    });
    await sendDue({ accountId: world.accountId, webhookId: webhook.id, sender: "one" }, deps);
    expect(world.received.map(({ url }) => url)).toEqual([webhook.url]);
  });
});

const freshSecret = (webhook: Webhook) => ({ sealed: sealSecret(FRESH, webhook, SIGNING_KEY) });

const replaced = (webhook: Webhook, change: Partial<Webhook>): Write =>
  replace(webhooks, { ...webhook, ...change, version: webhook.version + 1 }, webhook);
