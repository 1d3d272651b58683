import { fc, test as property } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { QueueingDeps } from "../../../../functions/webhooks/queueing/deps.ts";
import { queueEvents } from "../../../../functions/webhooks/queueing/queue-events.ts";
import type { SendingDeps } from "../../../../functions/webhooks/sending/deps.ts";
import { sendDue } from "../../../../functions/webhooks/sending/send-due.ts";
import type { Wake } from "../../../../functions/webhooks/sending/wake.ts";
import { dueDeliveries, dueUntil, ofWebhook } from "../../../../shared/entities/webhook-delivery.ts";
import type { SubscribedEvent } from "../../../../shared/events/subscribed-events.ts";
import { type Gate, taken, webhookWorld } from "../../../support/webhook-world.ts";

type Step =
  | { do: "happen"; count: number; dies: number | undefined; twice: boolean }
  | { do: "send"; dies: number | undefined }
  | { do: "work"; calls: number; dies: number | undefined }
  | { do: "pass"; seconds: number }
  | { do: "ring" };

/** After how many calls a process is killed, before or after the last of them took effect. */
const death = fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined, freq: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("happen" as const),
    count: fc.integer({ min: 1, max: 6 }),
    dies: death,
    twice: fc.boolean(),
  }),
  fc.record({ do: fc.constant("send" as const), dies: death }),
  fc.record({ do: fc.constant("work" as const), calls: fc.integer({ min: 1, max: 25 }), dies: death }),
  fc.record({ do: fc.constant("pass" as const), seconds: fc.integer({ min: 1, max: 4000 }) }),
  fc.record({ do: fc.constant("ring" as const) }),
);
const answers = fc.array(fc.constantFrom(204, 204, 500, 503, undefined), { maxLength: 12 });
/** How many histories; `HISTORIES` makes it thorough. */
const histories = Number(process.env.HISTORIES ?? 60);

describe("webhooks in any history, their senders interleaved and killed, the receiver up and down", () => {
  property.prop([fc.scheduler(), fc.array(step, { maxLength: 25 }), answers], { numRuns: histories })(
    "bring every event to every webhook, under one id, and note each once",
    async (turns, steps, given) => {
      let posts = 0;
      const world = webhookWorld(() => {
        const status = given[posts++];
        if (posts > given.length) return taken({} as never);
        return status === undefined
          ? { error: "timed_out" as const }
          : { responseStatus: status, ...(status < 300 ? {} : { error: "bad_status" as const }) };
      });
      const both = [await world.webhook({ name: "1" }), await world.webhook({ name: "2" })];
      const happened: SubscribedEvent[] = [];
      const running: Promise<unknown>[] = [];
      /** What a queue brings again: an event until it is queued, a wake until it is worked on, as Lambda does. */
      const again: { at: number; run: () => void }[] = [];

      const start = (dies: number | undefined, work: (deps: SendingDeps & QueueingDeps) => Promise<void>) => {
        let calls = 0;
        let kill = () => {};
        const killed = new Promise<"killed">((resolve) => {
          kill = () => resolve("killed");
        });
        const gate: Gate = async (call) => {
          await turns.schedule(Promise.resolve());
          calls += 1;
          if (dies === undefined || calls < dies) return call();
          // Half of the deaths come after the call took effect.
          if (dies % 2 === 0 && calls === dies) await call().catch(() => undefined);
          kill();
          return new Promise(() => undefined);
        };
        const done = work(world.depsWith(gate)).then(
          () => "done" as const,
          () => "killed" as const,
        );
        const ended = Promise.race([done, killed]);
        running.push(ended);
        return ended;
      };
      const queue = (events: SubscribedEvent[], dies?: number): void => {
        void start(dies, (deps) => queueEvents({ accountId: world.accountId, events }, deps)).then((end) => {
          if (end === "killed") again.push({ at: world.clock.now().getTime() + 60_000, run: () => queue(events) });
        });
      };
      const send = (wake: Wake, dies?: number): void => {
        void start(dies, (deps) => sendDue(wake, deps)).then((end) => {
          if (end === "killed") again.push({ at: world.clock.now().getTime() + 60_000, run: () => send(wake) });
        });
      };
      const pass = (seconds: number) => {
        world.pass(seconds);
        const now = world.clock.now().getTime();
        for (const one of again.splice(0)) one.at <= now ? one.run() : again.push(one);
      };

      for (const one of steps) {
        if (one.do === "happen") {
          const events = Array.from({ length: one.count }, (_, index) => world.event(`${happened.length}.${index}`));
          happened.push(...events);
          queue(events, one.dies);
          if (one.twice) queue(events);
        }
        if (one.do === "send") for (const wake of world.wakes.splice(0)) send(wake, one.dies);
        if (one.do === "pass") pass(one.seconds);
        if (one.do === "ring") for (const { id } of both) await world.ring(id);
        for (let calls = one.do === "work" ? one.calls : 0; calls > 0 && turns.count() > 0; calls--) {
          await turns.waitOne();
          if (one.do === "work") for (const wake of world.wakes.splice(0)) send(wake, one.dies);
        }
      }

      // The receiver is up, nobody dies any more: all that is left is done, timer by timer.
      posts = given.length;
      for (let round = 0; ; round++) {
        if (round > 3000) throw new Error("It does not come to rest.");
        for (const wake of world.wakes.splice(0)) send(wake);
        await turns.waitFor(Promise.all(running.splice(0)));
        if (running.length > 0 || world.wakes.length > 0) continue;
        const timers = await Promise.all(both.map(({ id }) => world.nextTimer(id)));
        const next = [...again.map(({ at }) => at), ...timers.flatMap((at) => at?.getTime() ?? [])];
        if (next.length === 0) break;
        pass(Math.max(0, Math.ceil((Math.min(...next) - world.clock.now().getTime()) / 1000)));
        for (const [place, at] of timers.entries()) {
          const webhook = both[place];
          if (webhook && at && at <= world.clock.now()) await world.ring(webhook.id);
        }
      }

      const ids = happened.map(({ id }) => id).sort();
      for (const { id, url } of both) {
        const place = ofWebhook({ accountId: world.accountId, webhookId: id });
        expect((await world.db.list(dueDeliveries, place, { ...dueUntil(), limit: 1000 })).items).toEqual([]);
        const deliveries = await world.deliveries(id);
        expect(deliveries.map(({ eventId }) => eventId).sort()).toEqual(ids);
        expect(deliveries.filter(({ status }) => status !== "delivered")).toEqual([]);
        const got = world.received.filter((post) => post.url === url).map(({ headers }) => headers["webhook-id"]);
        expect([...new Set(got)].sort()).toEqual(ids);
      }
    },
    120_000,
  );
});
