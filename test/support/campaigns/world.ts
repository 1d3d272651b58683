import { setImmediate as settled } from "node:timers/promises";
import { planCampaign } from "../../../functions/campaigns/planning/planning.ts";
import type { Recipient, Snapshots } from "../../../functions/campaigns/planning/snapshots.ts";
import { recordEvents } from "../../../functions/campaigns/recording/recording.ts";
import { dailyBudget, unlimited } from "../../../functions/campaigns/sending/budget.ts";
import { rememberedTemplates } from "../../../functions/campaigns/sending/bulk-call.ts";
import { onCampaignTimer } from "../../../functions/campaigns/sending/campaign-timer.ts";
import { workOnChunk } from "../../../functions/campaigns/sending/chunk-work.ts";
import type { Pace } from "../../../functions/campaigns/sending/pace.ts";
import { LONGEST_DELAY, type Outbox } from "../../../functions/campaigns/sending/queues.ts";
import {
  readChunkMessage,
  readEventMessage,
  readPlanMessage,
} from "../../../functions/campaigns/sending/read-message.ts";
import { timer } from "../../../functions/timers/kinds.ts";
import { readerOf } from "../../../shared/app/on.ts";
import { fromStored, isOf, type Stored } from "../../../shared/db/entity.ts";
import type { Table } from "../../../shared/db/table.ts";
import { campaigns } from "../../../shared/entities/campaign.ts";
import { timers } from "../../../shared/entities/timer.ts";
import { ulids } from "../../../shared/ids.ts";
import type { Log } from "../../../shared/log.ts";
import { type Gate, MemoryStore, memoryTable } from "./memory-table.ts";
import { simulatedProvider, type Temper } from "./provider.ts";
import type { Random } from "./random.ts";

type QueueName = "plans" | "chunks" | "events" | "timers";

interface Message {
  id: number;
  body: string;
  visibleAt: number;
  receives: number;
}

interface Worker {
  queue: QueueName;
  startedAt: number;
  alive: boolean;
  /** The turn in which it last read clients. */
  readAt: number;
  /** Places of its call whose outcome it has not written yet. */
  unsure: string[];
}

interface Step {
  worker: Worker;
  notBefore: number;
  go(): void;
}

export interface WorldOptions {
  random: Random;
  temper: Temper;
  /** Whether the worker that passes this gate dies there; gates are counted from 1. */
  dies?: (gate: number, what: string) => boolean;
  /** Whether a message that is sent vanishes, as one that ended in the dead letters has. */
  loses?: (queue: QueueName) => boolean;
  /** Called between turns: what people do meanwhile. */
  meanwhile?: (turn: number) => void;
  /** Messages that come twice, and workers that stand still for a while: as a probability. */
  trouble?: number;
  workers?: number;
  /** How fast senders may go. @default at once */
  pace?: Pace;
  /** Recipients that every account may write to in a day, if its own settings allow as many. @default no limit at all */
  dailyLimit?: number;
  /** Whether workers know the e-mails that others have read, as those of one instance do; where none of them dies. */
  remembers?: boolean;
  /** Clients that a planner looks at in one step. @default 40 */
  pageSize?: number;
  /** Recipients on whom each subject of a test must be tried. @default 1 */
  leastTried?: number;
}

export interface World {
  store: MemoryStore;
  table: Table;
  provider: ReturnType<typeof simulatedProvider>;
  now(): Date;
  turn(): number;
  gates(): number;
  /** Who was sent the e-mail, and in which turn its worker had read the client. */
  readBefore: { client: string; readAt: number; at: Date }[];
  put(queue: QueueName, body: unknown, delayMs?: number): void;
  /** Until every queue is empty. */
  run(): Promise<void>;
  errors: unknown[];
  deadLetters: string[];
}

/** What EventBridge puts into a queue for one of our events. */
const eventOf = (type: string, accountId: string, resource: object) => ({
  source: "clientele",
  "detail-type": type,
  detail: { id: `evt_${type}`, type, accountId, occurredAt: "", actor: {}, resource, changed: [] },
});

/** A worker lives at most so long, as a Lambda function does. */
const TIMEOUT_MS = 60_000;
const LEASE_SECONDS = 90;
const SETTLE_SECONDS = 300;
const HIDDEN_MS = 120_000;
/** Time for an event to lose its recorder twice. */
const RETURN_SECONDS = 300;
const MOST_RECEIVES = 12;

const readTimer = readerOf([timer.rang]);

/**
 * Queues, time, a provider and the workers of campaigns, run side by side: in each turn one of them takes one step, and
 * which one is drawn. Whoever waits for something passes a gate before and behind it, and may die in either.
 */
export const campaignWorld = (options: WorldOptions): World => {
  const {
    random,
    dies = () => false,
    loses = () => false,
    meanwhile = () => undefined,
    trouble = 0,
    workers: most = 3,
    pageSize = 40,
    leastTried = 1,
    pace = { callSize: 50, reserve: () => 0, giveBack: () => undefined },
    dailyLimit,
    remembers = false,
  } = options;
  let now = Date.parse("2026-03-02T15:00:00.000Z");
  let turns = 0;
  let gates = 0;
  let messages = 0;
  let steps: Step[] = [];
  const workers = new Set<Worker>();
  const queues: Record<QueueName, Message[]> = { plans: [], chunks: [], events: [], timers: [] };
  const store = new MemoryStore();
  const snapshots = new Map<string, readonly Recipient[]>();
  const errors: unknown[] = [];
  const deadLetters: string[] = [];
  const readBefore: World["readBefore"] = [];
  const log: Log = { info: () => undefined, error: (_, error) => void errors.push(error), metric: () => undefined };

  /** Each lives in an instance of the sender, which workers share as they come; more of them than leases fit into. */
  const budgets = dailyLimit && [1, 2, 3].map(() => dailyBudget({ now: () => new Date(now) }, dailyLimit));

  const templates = rememberedTemplates();

  const put: World["put"] = (queue, body, delayMs = 0) => {
    messages += 1;
    queues[queue].push({ id: messages, body: JSON.stringify(body), visibleAt: now + delayMs, receives: 0 });
  };
  const provider = simulatedProvider(
    random,
    options.temper,
    (event, delayMs) => put("events", event, delayMs),
    SETTLE_SECONDS * 900,
  );

  /** What the stream tells: timers ring, sometimes twice, and a winner wakes the planner. */
  const picked = new Set<string>();
  const follow = (item: Stored): void => {
    if (isOf(timers, item)) {
      const { accountId, dueAt, status, subject, purpose } = fromStored(timers, item);
      if (status !== "set") return;
      const rang = eventOf("timer.rang", accountId, { subject, purpose, dueAt });
      put("timers", rang, Date.parse(dueAt) - now);
      if (random.chance(trouble)) put("timers", rang, Date.parse(dueAt) - now + random.below(TIMEOUT_MS));
    }
    if (isOf(campaigns, item)) {
      const { accountId, id, testState } = fromStored(campaigns, item);
      if (testState !== "decided" || picked.has(id)) return;
      picked.add(id);
      put("plans", eventOf("campaign.winner_picked", accountId, { id }));
    }
  };
  store.onWrite = follow;

  const end = (worker: Worker): void => {
    worker.alive = false;
    workers.delete(worker);
    for (const place of worker.unsure) provider.ambiguous.add(place);
  };

  const gateOf =
    (worker: Worker): Gate =>
    (what) => {
      gates += 1;
      if (what.startsWith("after commit CHUNK")) worker.unsure = [];
      if (worker.alive && dies(gates, what)) end(worker);
      if (!worker.alive) return new Promise(() => undefined);
      const stands = random.chance(trouble) ? random.below(TIMEOUT_MS) : 0;
      return new Promise((resolve) => {
        const go = () => {
          if (what === "before getStored") worker.readAt = turns;
          resolve();
        };
        steps.push({ worker, notBefore: now + stands, go });
      });
    };

  const outbox = <M>(queue: QueueName, gate: Gate): Outbox<M> => ({
    async send(bodies, delaySeconds = 0) {
      await gate(`before send to ${queue}`);
      for (const body of bodies) if (!loses(queue)) put(queue, body, Math.min(LONGEST_DELAY, delaySeconds) * 1000);
      await gate(`after send to ${queue}`);
    },
  });

  const depsFor = (worker: Worker) => {
    const gate = gateOf(worker);
    const ports: Snapshots = {
      async write(key, recipients) {
        await gate("before snapshot");
        snapshots.set(key, [...recipients]);
        await gate("after snapshot");
      },
      async read(key) {
        await gate("before reading a snapshot");
        const found = snapshots.get(key);
        if (!found) throw new Error(`There is no snapshot ${key}.`);
        return found;
      },
    };
    return {
      table: memoryTable(store, gate),
      clock: { now: () => new Date(now) },
      ids: ulids,
      log,
      signingKey: async () => "a key for tests",
      snapshots: ports,
      templates: remembers ? templates : rememberedTemplates(),
      chunks: outbox<object>("chunks", gate),
      plans: outbox<object>("plans", gate),
      events: outbox<object>("events", gate),
      mailer: provider.mailerFor(gate, {
        called: (places) => {
          worker.unsure = places;
        },
        taken: (client) => readBefore.push({ client, readAt: worker.readAt, at: new Date(now) }),
      }),
      pace,
      budget: budgets ? random.pick(budgets) : unlimited,
      wait: async () => undefined,
      publicUrl: "https://pages.example",
      leaseSeconds: LEASE_SECONDS,
      settling: { seconds: SETTLE_SECONDS },
      returnSeconds: RETURN_SECONDS,
      pageSize,
      leastTried,
      senderEmail: "bonjour@clientele.example",
    };
  };

  const handle = async (worker: Worker, batch: readonly Message[]): Promise<readonly Message[]> => {
    const deps = depsFor(worker);
    const bodies = batch.map(({ body }): unknown => JSON.parse(body));
    if (worker.queue === "events") {
      const received = bodies.map((body, at) => ({ message: readEventMessage(body), messageId: String(at) }));
      const failed = new Set(await recordEvents(received, deps));
      return batch.filter((_, at) => !failed.has(String(at)));
    }
    if (worker.queue === "timers") await onCampaignTimer(readTimer(bodies[0]), deps);
    else if (worker.queue === "plans")
      await planCampaign(readPlanMessage(bodies[0]), deps, () => !random.chance(trouble));
    else await workOnChunk(readChunkMessage(bodies[0]), deps);
    return batch;
  };

  const start = (queue: QueueName): void => {
    const visible = queues[queue].filter(({ visibleAt }) => visibleAt <= now);
    const batch = queue === "events" ? visible.slice(0, 1 + random.below(20)) : [random.pick(visible)];
    for (const message of batch) {
      message.receives += 1;
      if (message.receives > MOST_RECEIVES) deadLetters.push(message.body);
      // At least once: it may come to another worker as well.
      if (!random.chance(trouble)) message.visibleAt = now + HIDDEN_MS;
    }
    const worker: Worker = { queue, startedAt: now, alive: true, readAt: -1, unsure: [] };
    workers.add(worker);
    handle(worker, batch)
      .then((done) => {
        if (worker.alive) queues[queue] = queues[queue].filter((message) => !done.includes(message));
      })
      .catch((error: unknown) => errors.push(error))
      .finally(() => workers.delete(worker));
  };

  const startable = (): QueueName[] =>
    (Object.keys(queues) as QueueName[]).filter(
      (queue) =>
        [...workers].filter((worker) => worker.queue === queue).length < most &&
        queues[queue].some(({ visibleAt }) => visibleAt <= now),
    );

  const takeTurn = (): boolean => {
    for (const worker of workers) {
      if (now - worker.startedAt > TIMEOUT_MS) end(worker);
    }
    steps = steps.filter(({ worker }) => worker.alive);
    const ready = steps.filter(({ notBefore }) => notBefore <= now);
    const queuesReady = startable();
    if (ready.length + queuesReady.length === 0) return passTime();
    now += random.below(20);
    const drawn = random.below(ready.length + queuesReady.length);
    const step = ready[drawn];
    if (step) {
      steps = steps.filter((other) => other !== step);
      step.go();
    } else start(queuesReady[drawn - ready.length] ?? "chunks");
    return true;
  };

  const passTime = (): boolean => {
    const next = [
      ...steps.map(({ notBefore }) => notBefore),
      ...Object.values(queues)
        .flat()
        .map((m) => m.visibleAt),
    ];
    const ahead = next.filter((at) => at > now);
    if (ahead.length === 0) return false;
    now = Math.min(...ahead);
    return true;
  };

  return {
    store,
    table: memoryTable(store),
    provider,
    now: () => new Date(now),
    turn: () => turns,
    gates: () => gates,
    readBefore,
    put,
    errors,
    deadLetters,
    async run() {
      do {
        turns += 1;
        if (turns > 100_000) throw new Error("The world does not come to rest.");
        meanwhile(turns);
        // Everything that can go on without passing a gate goes on.
        await settled();
      } while (takeTurn());
    },
  };
};
