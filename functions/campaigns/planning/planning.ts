import type { AppDeps } from "../../../shared/app/use-case.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { AlreadyExists, insert, replace, VersionConflict } from "../../../shared/db/writes.ts";
import type { Campaign } from "../../../shared/entities/campaign.ts";
import type { CampaignChunk } from "../../../shared/entities/campaign-chunk.ts";
import { type CampaignPlan, campaignPlans } from "../../../shared/entities/campaign-plan.ts";
import type { AccountId } from "../../../shared/ids.ts";
import { settleAll } from "../../../shared/settle-all.ts";
import { planChunk } from "../recording/ledger.ts";
import { nothingSeen, outcomes } from "../recording/recipients.ts";
import { type ChunkMessage, messageFor, type Outbox, type PlanMessage } from "../sending/queues.ts";
import { secondsToWait } from "../sending/wait-for-tomorrow.ts";
import { type CampaignId, readCampaign, readPlan, readTemplate } from "../store.ts";
import { isUndecided } from "./ab-test.ts";
import type { AddressSet } from "./address-set.ts";
import { type Addressees, addresseesOf } from "./addressees.ts";
import { queueUnfinished } from "./chunk-list.ts";
import { finishIfDone } from "./finish.ts";
import { type KnownAddresses, knownAddresses } from "./known-addresses.ts";
import { type RecentClients, recentClients } from "./latecomers.ts";
import { planNextPage } from "./plan-next-page.ts";
import { plannedAddresses } from "./same-address.ts";
import type { Snapshots } from "./snapshots.ts";
import { isWithoutTest } from "./too-few-to-test.ts";

export interface PlannerDeps extends AppDeps {
  snapshots: Snapshots;
  chunks: Outbox<ChunkMessage>;
  plans: Outbox<PlanMessage>;
  /** Clients looked at in one step. */
  pageSize: number;
  /** Recipients on whom each subject of a test must be tried, or none is. @default {@link LEAST_TRIED} */
  leastTried?: number;
}

/** Ten reads of a hundred clients, twenty chunks, one snapshot. */
export const PAGE_SIZE = 1000;
/** The first page is a small one, so that senders need not wait for a large one: a chunk for each of five. */
const FIRST_PAGE = 250;
const FIRST_VERSION = 1;

/** Two of each size, each twice the one before: so there is always something to send while the next page is planned. */
const pageAfter = ({ version }: CampaignPlan, largest: number): number =>
  Math.min(largest, FIRST_PAGE * 2 ** Math.min(10, Math.floor((version - FIRST_VERSION) / 2)));

/**
 * Turns the audience of a campaign into chunks, a page of clients at a time, each in this order: the recipients as a snapshot
 * under a name of its own; the plan, advanced on the condition that nobody else advanced it, which decides that this
 * snapshot counts; the chunks, each created once; their messages. Whoever finds the plan advanced, but not by itself,
 * first makes sure of the chunks and messages of its last page. So it may die after any step, and run twice at once:
 * every recipient stands in exactly one chunk.
 *
 * Once all is planned it looks, by a message to itself, until every chunk is done, and ends the campaign. While subjects
 * are tried, none has a message before it is known whether the sample is large enough; then the sample's chunks get theirs,
 * and the others in the round that begins with the winner.
 *
 * Returns when the rest is queued, or the campaign is not being sent (any more).
 */
export const planCampaign = async (message: PlanMessage, deps: PlannerDeps, hasTime: () => boolean): Promise<void> => {
  const db = deps.table.of(message.accountId as AccountId);
  const id = message.campaignId as CampaignId;
  let sureOf: number | undefined;
  let addressees: Addressees | undefined;
  let addresses: { version: number; marks: AddressSet } | undefined;
  let known: KnownAddresses | undefined;
  let recents: RecentClients | undefined;
  for (;;) {
    const [campaign, plan] = await Promise.all([readCampaign(db, id), readPlan(db, id)]);
    if (campaign?.status !== "sending") return;
    if (!plan) {
      await advance(db, firstPlan(campaign, deps.clock.now()));
      continue;
    }
    // Who looks only, does so because the plan was complete and its last chunks were made and queued: see lookAfter.
    if (plan.version !== sureOf && message.missing === undefined) {
      await makeChunks(db, campaign, plan, deps);
      sureOf = plan.version;
    }
    const complete = plan.phase === "complete";
    if (complete && (await isWithoutTest(db, campaign, plan, deps))) continue;
    if (plan.round !== campaign.round) {
      if (complete || !isUndecided(campaign)) await queueUnfinished(db, campaign, deps.chunks);
      await advance(db, { ...plan, round: campaign.round, version: plan.version + 1 }, plan);
      continue;
    }
    if (complete) {
      if (isUndecided(campaign) && message.missing === undefined) await queueUnfinished(db, campaign, deps.chunks);
      return lookAfter(db, campaign, message, deps);
    }
    if (!hasTime()) return deps.plans.send([message]);
    addressees ??= await addresseesOf(db, campaign, deps.snapshots);
    const soon = secondsUntil(addressees.readyAt, deps.clock.now());
    if (soon > 0) return deps.plans.send([message], soon);
    known ??= await knownAddresses(db);
    recents ??= recentClients(db, plan, deps.clock);
    if (addresses?.version !== plan.version)
      addresses = { version: plan.version, marks: await plannedAddresses(db, plan, deps.snapshots) };
    const pageSize = pageAfter(plan, deps.pageSize);
    const tools = { ...deps, pageSize, addressees, addresses: addresses.marks, known, recents };
    // What this step adds belongs to the plan that comes of it, if that is the one that counts.
    addresses.version = plan.version + 1;
    const next = await planNextPage(db, campaign, plan, await readTemplate(db, id), tools);
    if (!(await advance(db, next, plan))) {
      addresses = undefined;
      continue;
    }
    await makeChunks(db, campaign, next, deps);
    sureOf = next.version;
    deps.log.info("CAMPAIGN_STEP", { campaignId: id, chunks: next.chunks, recipients: next.recipients });
  }
};

const secondsUntil = (moment: Date | undefined, now: Date): number =>
  moment ? (moment.getTime() - now.getTime()) / 1000 : 0;

/** After so many looks, ten minutes of them, at which nothing moved, the messages of chunks may have been lost. */
const LOOKS_BEFORE_DOUBT = 20;

/**
 * After twice as many again, and so on: while the provider's quota is spent nothing moves for a day, and the messages
 * that were not lost go round beside those that are added.
 */
const isInDoubt = (looks: number): boolean =>
  looks >= LOOKS_BEFORE_DOUBT && Number.isInteger(Math.log2(looks / LOOKS_BEFORE_DOUBT));

/** Ends a campaign that is done; looks again otherwise: sooner when there is little to be done, later when it drags on. */
const lookAfter = async (
  db: AccountTable,
  campaign: Campaign,
  message: PlanMessage,
  deps: PlannerDeps,
): Promise<void> => {
  const missing = await finishIfDone(db, campaign, deps.clock);
  if (missing === 0) return;
  const looks = missing === message.missing ? (message.looks ?? 0) + 1 : 0;
  if (campaign.waitingFor || isInDoubt(looks)) await queueUnfinished(db, campaign, deps.chunks);
  const { accountId, campaignId } = message;
  const seconds = Math.min(30, Math.max(Math.ceil(missing / 20), 2 ** looks));
  await deps.plans.send(
    [{ accountId, campaignId, missing, looks }],
    secondsToWait(campaign, deps.clock.now()) ?? seconds,
  );
};

const firstPlan = ({ accountId, id, round }: Campaign, now: Date): CampaignPlan => ({
  accountId,
  campaignId: id,
  version: FIRST_VERSION,
  startedAt: now.toISOString(),
  phase: "walk",
  chunks: 0,
  recipients: 0,
  matched: 0,
  excluded: {},
  round,
});

/** Whether this plan is the one that counts. */
const advance = async (db: AccountTable, next: CampaignPlan, previous?: CampaignPlan): Promise<boolean> => {
  try {
    await db.commit([previous ? replace(campaignPlans, next, previous) : insert(campaignPlans, next)]);
    return true;
  } catch (error) {
    if (error instanceof VersionConflict || error instanceof AlreadyExists) return false;
    throw error;
  }
};

const makeChunks = async (
  db: AccountTable,
  campaign: Campaign,
  { accountId, campaignId, last }: CampaignPlan,
  { chunks }: Pick<PlannerDeps, "chunks">,
): Promise<void> => {
  if (!last) return;
  const planned = last.chunks.map(
    (chunk, index): CampaignChunk => ({
      ...chunk,
      accountId,
      campaignId,
      number: last.firstChunk + index,
      segment: last.segment,
      state: "planned",
      attempt: 0,
      outcome: outcomes.pending.repeat(chunk.size),
      seen: nothingSeen(chunk.size),
      seenVersion: 0,
    }),
  );
  await settleAll(planned.map((chunk) => planChunk(db, chunk)));
  if (!isUndecided(campaign)) await chunks.send(planned.map(messageFor));
};
