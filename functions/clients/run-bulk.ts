import { authorOf } from "../../shared/app/actor.ts";
import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { JobFailure, type JobStep, runJob } from "../../shared/app/job-runner.ts";
import { type Delivery, isLastTry, queueConsumer } from "../../shared/app/queue.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { waitForLists } from "../../shared/app/wait-for-lists.ts";
import type { QueueSender } from "../../shared/aws/queue-sender.ts";
import { sqsSenderOnDemand } from "../../shared/aws/queue-sender-on-demand.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { VersionConflict } from "../../shared/db/writes.ts";
import { accounts } from "../../shared/entities/account.ts";
import { type Client, type ClientType, clients, clientTypes } from "../../shared/entities/client.ts";
import { factsLeftBehind } from "../../shared/entities/client-address-facts.ts";
import type { Job } from "../../shared/entities/job.ts";
import { claimUnique } from "../../shared/entities/unique.ts";
import { env } from "../../shared/env.ts";
import { AppError } from "../../shared/errors.ts";
import type { DomainEvent } from "../../shared/events/event.ts";
import { readDomainEvent } from "../../shared/events/read-event.ts";
import { type Criteria, criteriaOf, facetsFor } from "../../shared/filters/client-filters.ts";
import { selectionPage } from "../../shared/filters/selection.ts";
import type { AccountId } from "../../shared/ids.ts";
import { applyAction, type BulkChange, isDelivery } from "./bulk-action.ts";
import type { BulkInput } from "./bulk-input.ts";
import { type Outcome, outcomeOf } from "./bulk-outcome.ts";
import { countTogether } from "./gather.ts";
import { revise } from "./revise.ts";

/** Clients of one step: each is a write of its own. */
const STEP = 50;
const LEASE_SECONDS = 60;
/** How long the lists may take to show what was written before the job, and what it has written itself. */
const WAIT_SECONDS = 20;
/** A worker stops taking steps after so long; its function may run for five minutes. */
const WORK_MS = 200_000;

export interface BulkDeps extends AppDeps {
  queue: QueueSender;
  pause?: (milliseconds: number) => Promise<void>;
}

/** Does what is asked of many clients: `job.requested`, of the kinds `bulk` and `reindex`. */
export const runBulk = async (event: DomainEvent, deps: BulkDeps, delivery: Delivery): Promise<void> => {
  const db = deps.table.of(event.accountId as AccountId);
  const started = deps.clock.now().getTime();
  await runJob(deps, {
    accountId: event.accountId as AccountId,
    jobId: String(event.resource.id),
    worker: `${delivery.messageId}/${delivery.receiveCount}`,
    leaseSeconds: LEASE_SECONDS,
    lastTry: isLastTry(delivery),
    step: (job) => bulkStep(job, deps),
    hasTime: () => deps.clock.now().getTime() - started < WORK_MS,
    continueLater: () => deps.queue.send(env.queueUrl("bulk"), { detail: event }),
    beforeFinish: async ({ counts }) => (counts.changed ? waitForLists(db, deps, WAIT_SECONDS) : undefined),
  });
};

const bulkStep = async (job: Job, deps: BulkDeps): Promise<JobStep> => {
  const db = deps.table.of(job.accountId);
  // Its schemas are half of what this function would load at once.
  const { bulkInput } = await import("./bulk-input.ts");
  const parsed = bulkInput().safeParse(job.input);
  if (!parsed.success) throw new JobFailure("The job's input cannot be read.");
  // A worker may die between its last step and the end of the job.
  if (job.checkpoint?.over === true) return { checkpoint: job.checkpoint, progress: job.progress, finished: true };
  const input = parsed.data;
  // Whom a filter means stands in lists that follow the table: what was there when the job was asked for is to be in them.
  if (input.filter && !job.checkpoint) await waitForLists(db, deps, WAIT_SECONDS);
  const { found, after, total } = await nextClients(db, input, job);
  const perform = await performerOf(db, input.action, job, deps);
  const outcomes = await perform(found);
  const done = job.progress.done + found.length;
  return {
    checkpoint: after === undefined ? { over: true } : { after },
    progress: { done, total: Math.max(total, done) },
    counts: countsOf(outcomes, isDelivery(input.action) ? deliveryOutcomes : changeOutcomes),
    // Whom something reached is worth knowing one by one; of a change only what went wrong.
    items: outcomes.filter(({ status }) => isKept(input.action, status)),
    finished: after === undefined,
  };
};

/** What is written with a message goes on with what becomes of its e-mail: the step must not put it back. */
const isKept = (action: BulkInput["action"], status: string): boolean =>
  isDelivery(action) ? action.kind !== "message" || status !== "created" : status === "failed";

/** The next clients of the selection: a slice of the chosen ones, or the next keys of the filter's lists. */
const nextClients = async (db: AccountTable, input: BulkInput, job: Job) => {
  const after = typeof job.checkpoint?.after === "string" ? job.checkpoint.after : undefined;
  if (input.clientIds) {
    const start = after === undefined ? 0 : Number(after);
    const found = input.clientIds.slice(start, start + STEP);
    const end = start + STEP;
    return {
      found,
      total: input.clientIds.length,
      after: end < input.clientIds.length ? String(end) : undefined,
    };
  }
  if (!input.filter) throw new JobFailure("The job does not say which clients it is for.");
  const criteria = criteriaOf(input.filter);
  const selected = input.everywhere ? { ...criteria, listings: everywhere } : criteria;
  const page = await selectionPage({
    db,
    criteria: selected,
    limit: STEP,
    after: after === undefined ? after : [after],
  });
  return {
    found: page.items.map(({ id }) => id),
    total: job.progress.total || (await expected(db, selected)),
    after: page.next?.[0],
  };
};

const everywhere = ["active", "disabled", "archived"] as const;

/** How many clients a selection has at most; not known beforehand of those that a text finds. */
const expected = async (db: AccountTable, criteria: Criteria): Promise<number> => {
  if (criteria.text) return 0;
  return Math.min(...(await Promise.all(facetsFor(criteria).map((facets) => countTogether(db, facets)))));
};

const changeOutcomes = ["changed", "unchanged", "failed"];
const deliveryOutcomes = ["created", "unchanged", "skipped", "failed"];

const countsOf = (outcomes: readonly Outcome[], statuses: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    statuses.map((status) => [status, outcomes.filter((outcome) => outcome.status === status).length]),
  );

/** What is done with the clients of a step. */
const performerOf = async (
  db: AccountTable,
  action: BulkInput["action"],
  job: Job,
  deps: BulkDeps,
): Promise<(ids: readonly string[]) => Promise<Outcome[]>> => {
  if (!isDelivery(action)) return (ids) => Promise.all(ids.map((id) => act(db, id, action, job, deps)));
  const { delivererOf } = await import("./bulk-delivery.ts");
  return delivererOf(db, action, job, deps.clock.now());
};

/** One client; somebody else's change in between is no failure: it is read again. */
const act = async (
  db: AccountTable,
  id: string,
  action: BulkChange,
  job: Job,
  { clock }: BulkDeps,
): Promise<Outcome> => {
  const outcome = outcomeOf(id);
  for (let attempt = 0; attempt < 5; attempt++) {
    const client = await db.get(clients, keys.of(db.accountId, id));
    if (!client) return outcome("failed", "There is no such client.");
    const changes = applyAction(client, action, await typeFor(db, client, action));
    if (!changes) return outcome("unchanged");
    try {
      const { next, write } = revise(client, changes, authorOf(job.createdBy), clock.now());
      const claims = await claimUnique(db, await settingsOf(db), client, next);
      const facts = action.kind === "archive" ? await factsLeftBehind(db, client) : [];
      await db.commit([write, ...claims, ...facts]);
      return outcome("changed");
    } catch (error) {
      if (error instanceof VersionConflict) continue;
      if (error instanceof AppError) return outcome("failed", error.message);
      throw error;
    }
  }
  return outcome("failed", "The client is being changed by many at once.");
};

/** Only a client that comes back from the archive may meet another one of its name. */
const settingsOf = async (db: AccountTable) => (await db.get(accounts, keys.account(db.accountId)))?.settings ?? {};

const typeFor = async (db: AccountTable, client: Client, action: BulkChange): Promise<ClientType | undefined> =>
  action.kind === "reindex" && client.typeId ? db.get(clientTypes, keys.of(db.accountId, client.typeId)) : undefined;

export const handler = queueConsumer(
  readDomainEvent,
  (): BulkDeps => ({ ...buildWorkerDeps(), queue: sqsSenderOnDemand() }),
  runBulk,
);
