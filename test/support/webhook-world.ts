import type { QueueingDeps } from "../../functions/webhooks/queueing/deps.ts";
import { queueEvents } from "../../functions/webhooks/queueing/queue-events.ts";
import { sealSecret } from "../../functions/webhooks/secrets.ts";
import type { SendingDeps } from "../../functions/webhooks/sending/deps.ts";
import type { PostOutcome } from "../../functions/webhooks/sending/post.ts";
import { sendDue } from "../../functions/webhooks/sending/send-due.ts";
import type { Wake } from "../../functions/webhooks/sending/wake.ts";
import type { AccountTable, Table } from "../../shared/db/table.ts";
import { put } from "../../shared/db/writes.ts";
import { ringTimer, timerKey, timers } from "../../shared/entities/timer.ts";
import { type Webhook, webhookKey, webhooks } from "../../shared/entities/webhook.ts";
import { deliverySortKey, ofWebhook, webhookDeliveries } from "../../shared/entities/webhook-delivery.ts";
import type { SubscribedEvent } from "../../shared/events/subscribed-events.ts";
import { derivedId, derivedIdAt, type Id } from "../../shared/ids.ts";
import { testClock, testLog } from "./deps.ts";
import { memoryTable } from "./memory-table.ts";

export const SIGNING_KEY = "a key for tests";
export const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const accountId = derivedId("account", "webhooks");

/** One post as a receiver saw it. */
export interface Received {
  at: Date;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

type Receiver = (received: Received) => Promise<Omit<PostOutcome, "durationMs">> | Omit<PostOutcome, "durationMs">;
/** Lets a call go on when the test says so, or never. */
export type Gate = <T>(call: () => Promise<T>) => Promise<T>;

export const taken: Receiver = () => ({ responseStatus: 204 });
export const refusedWith =
  (responseStatus: number): Receiver =>
  () => ({ responseStatus, error: "bad_status" });

/** An account with webhooks, those who queue and send, and a receiver, on a clock that stands until it is moved. */
export const webhookWorld = (receiver: Receiver = taken) => {
  const clock = testClock("2026-03-02T15:00:00.000Z");
  const memory = memoryTable();
  const db = memory.table.of(accountId);
  const received: Received[] = [];
  const wakes: Wake[] = [];
  let senders = 0;
  let answer = receiver;

  /** What a process is given, each of its calls let through by a gate. */
  const depsWith = (gate: Gate): SendingDeps & QueueingDeps => {
    const gated: AccountTable = {
      ...db,
      get: (kind, key) => gate(() => db.get(kind, key)),
      getMany: (kind, keys, options) => gate(() => db.getMany(kind, keys, options)),
      list: (kind, partition, options) => gate(() => db.list(kind, partition, options)),
      commit: (writes) => gate(() => db.commit(writes)),
      bump: (write) => gate(() => db.bump(write)),
    };
    const table: Table = { of: () => gated, global: gated };
    return {
      table,
      clock,
      log: testLog(),
      signingKey: async () => SIGNING_KEY,
      ids: { next: (kind) => derivedId(kind, String(senders++)) },
      chance: () => 0.5,
      wake: (wake) => gate(async () => void wakes.push(wake)),
      post: (url, { headers, body }) =>
        gate(async () => {
          const post = { at: clock.now(), url, headers, body };
          received.push(post);
          return { durationMs: 12, ...(await answer(post)) };
        }),
    };
  };
  const deps = depsWith((call) => call());

  const world = {
    accountId,
    clock,
    db,
    deps,
    depsWith,
    memory,
    received,
    wakes,
    answerWith: (next: Receiver) => {
      answer = next;
    },

    async webhook(given: Partial<Webhook> & { name?: string } = {}): Promise<Webhook> {
      const { name = "1", ...rest } = given;
      const id = derivedId("webhook", name);
      const at = "2026-03-01T00:00:00.000Z";
      const webhook: Webhook = {
        id,
        accountId,
        url: `https://partner.example/${name}`,
        eventTypes: ["*"],
        status: "enabled",
        secrets: [{ sealed: sealSecret(SECRET, { id, accountId }, SIGNING_KEY) }],
        version: 1,
        createdAt: at,
        createdBy: "mem_1",
        updatedAt: at,
        updatedBy: "mem_1",
        source: "app",
        ...rest,
      };
      await db.commit([put(webhooks, webhook)]);
      return webhook;
    },
    present: async (id: Id<"webhook">) => {
      const webhook = await db.get(webhooks, webhookKey(accountId, id));
      if (!webhook) throw new Error("The webhook is gone.");
      return webhook;
    },

    event(name: string, given: Partial<SubscribedEvent> = {}): SubscribedEvent {
      const occurredAt = clock.now().toISOString();
      return {
        id: derivedIdAt("event", new Date(occurredAt), name),
        type: "client.updated",
        schemaVersion: 1,
        accountId,
        occurredAt,
        actor: { kind: "person", id: "mem_1" },
        resource: { id: "cli_1", name },
        changed: ["name"],
        ...given,
      };
    },
    queue: (...events: SubscribedEvent[]) => queueEvents({ accountId, events }, deps),

    /** Lets every sender work that was woken. */
    async work(): Promise<void> {
      for (let wake = wakes.shift(); wake; wake = wakes.shift()) await sendDue(wake, deps);
    },
    /** The next moment that a timer is set to. */
    async nextTimer(id: Id<"webhook">): Promise<Date | undefined> {
      const timer = await db.get(timers, timerKey({ accountId, subject: id, purpose: "webhook.send" }));
      return timer?.status === "set" ? new Date(timer.dueAt) : undefined;
    },
    /** Moves the clock to the moment of the webhook's timer, and has it ring. Says whether there was one. */
    async ring(id: Id<"webhook">): Promise<boolean> {
      const timer = await db.get(timers, timerKey({ accountId, subject: id, purpose: "webhook.send" }));
      if (timer?.status !== "set") return false;
      if (timer.dueAt > clock.now().toISOString()) clock.set(timer.dueAt);
      await db.commit([ringTimer(timer, clock.now())]);
      wakes.push({ accountId, webhookId: id, sender: `timer ${senders++}` });
      return true;
    },
    /** Works and moves the clock from timer to timer until nothing is left to do, or a moment is reached. */
    async settle(id: Id<"webhook">, until = "2027-01-01T00:00:00.000Z"): Promise<void> {
      for (let rounds = 0; rounds < 2000; rounds++) {
        await world.work();
        const next = await world.nextTimer(id);
        if (!next || next.toISOString() > until) return;
        await world.ring(id);
      }
      throw new Error("The webhook does not come to rest.");
    },
    async deliveries(id: Id<"webhook">) {
      const page = await db.list(webhookDeliveries, ofWebhook({ accountId, webhookId: id }), {
        prefix: deliverySortKey(),
        limit: 1000,
      });
      return page.items;
    },
    pass(seconds: number): void {
      clock.set(new Date(clock.now().getTime() + seconds * 1000).toISOString());
    },
  };
  return world;
};
