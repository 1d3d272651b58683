import { JobFailure, type JobStep, runJob } from "../../../shared/app/job-runner.ts";
import { type Delivery, isLastTry } from "../../../shared/app/queue.ts";
import type { AppDeps } from "../../../shared/app/use-case.ts";
import { listsMustShow } from "../../../shared/app/wait-for-lists.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import type { Exclusion } from "../../../shared/entities/campaign-plan.ts";
import type { Job } from "../../../shared/entities/job.ts";
import type { EventOf } from "../../../shared/events/kind.ts";
import type { job } from "../../jobs/kinds.ts";
import type { Outbox } from "../sending/queues.ts";
import { type CampaignId, readCampaign } from "../store.ts";
import type { AddressSet } from "./address-set.ts";
import { type Addressees, addresseesOf } from "./addressees.ts";
import { type AudienceCount, countOn, type Judging } from "./audience-count.ts";
import { knownAddresses } from "./known-addresses.ts";
import { readMet, writeMet } from "./met-addresses.ts";
import type { Snapshots } from "./snapshots.ts";

type JobRequested = EventOf<typeof job.requested>;

export interface CountDeps extends AppDeps {
  snapshots: Snapshots;
  /** The queue that this job comes by. */
  counts: Outbox<{ detail: JobRequested }>;
  pause?: (milliseconds: number) => Promise<void>;
  /** Addressees read at once. @default 1,000: a megabyte of clients */
  pageSize?: number;
}

/** Longer than a step takes, and what addresses have said before the first. */
const LEASE_SECONDS = 120;
/** How long the lists may take to show what was written before. */
const WAIT_SECONDS = 20;
/** Counts for so long, then queues the rest: half of what the function may run. */
const WORK_MS = 120_000;
/** Pages of one step: each step writes one object with the addresses that it met. */
const PAGES = 5;

/**
 * Counts a campaign's audience to its end: `job.requested`, of the kind `audience`. After every step the job knows how far it
 * has come, and an object which addresses it has met: whoever takes over goes on from there.
 */
export const runCount = async (event: JobRequested, deps: CountDeps, delivery: Delivery): Promise<void> => {
  const db = deps.table.of(event.accountId);
  const started = deps.clock.now().getTime();
  let counting: Counting | undefined;
  await runJob(deps, {
    accountId: db.accountId,
    jobId: event.resource.id,
    worker: `${delivery.messageId}/${delivery.receiveCount}`,
    leaseSeconds: LEASE_SECONDS,
    lastTry: isLastTry(delivery),
    step: async (job) => {
      counting ??= await openCounting(db, job, deps);
      return countStep(job, counting, deps);
    },
    hasTime: () => deps.clock.now().getTime() - started < WORK_MS,
    continueLater: () => deps.counts.send([{ detail: event }]),
  });
};

/** What a job keeps of a count, as JSON. */
type Checkpoint = {
  cursor?: string;
  counted: number;
  reasons: Partial<Record<Exclusion, number>>;
  /** The object with the addresses that the last step met. */
  met?: string;
  over?: true;
};

/** What a worker reads once. */
interface Counting extends Judging {
  campaignId: string;
  addressees: Addressees;
  met: AddressSet;
}

const openCounting = async (db: AccountTable, job: Job, deps: CountDeps): Promise<Counting> => {
  const campaign = await readCampaign(db, String(job.input.campaignId) as CampaignId);
  if (!campaign?.audience) throw new JobFailure("The campaign or its audience is gone.");
  if (!job.checkpoint) await listsMustShow(db, deps, WAIT_SECONDS);
  const [addressees, known, met] = await Promise.all([
    addresseesOf(db, campaign, deps.snapshots),
    knownAddresses(db),
    readMet(deps.snapshots, checkpointOf(job).met),
  ]);
  const { id: campaignId, optedInOnly } = campaign;
  return { db, campaignId, optedInOnly, known, reached: addressees.reached, addressees, met };
};

/** One of before this knew how to go on begins anew. */
const checkpointOf = ({ checkpoint }: Job): Checkpoint =>
  checkpoint?.reasons ? (checkpoint as Checkpoint) : { counted: 0, reasons: {} };

const countStep = async (job: Job, counting: Counting, deps: CountDeps): Promise<JobStep> => {
  const { addressees, campaignId, met } = counting;
  const from = checkpointOf(job);
  let count: AudienceCount = {
    counted: from.counted,
    reasons: new Map(Object.entries(from.reasons) as [Exclusion, number][]),
  };
  let { cursor, over } = from;
  const first: string[] = [];
  for (let pages = 0; pages < PAGES && !over; pages++) {
    const { entries, next } = await addressees.page(cursor, deps.pageSize ?? 1000);
    const open = entries.filter(({ id }) => !addressees.leftOut.has(id));
    count = await countOn(count, open, counting, met, (address) => first.push(address));
    cursor = next;
    if (next === undefined) over = true;
  }
  const { counted } = count;
  const reasons = Object.fromEntries(count.reasons);
  const progress = { done: counted, total: Math.max(job.progress.total, counted) };
  if (!over) {
    const key = `counts/${job.accountId}/${campaignId}/${deps.ids.next("item")}.txt`;
    await writeMet(deps.snapshots, key, first, from.met);
    const place = cursor === undefined ? {} : { cursor };
    const checkpoint: Checkpoint = { ...place, counted, reasons, met: key };
    return { checkpoint, progress, finished: false };
  }
  const checkpoint: Checkpoint = { counted, reasons, over };
  // A worker may die between its last step and the end of the job: the counts are there already.
  return { checkpoint, progress, finished: true, ...(from.over ? {} : { counts: totalsOf(count) }) };
};

const totalsOf = ({ counted, reasons }: AudienceCount): Record<string, number> => {
  const left = [...reasons.values()].reduce((sum, some) => sum + some, 0);
  return { matched: counted, included: counted - left, ...Object.fromEntries(reasons) };
};
