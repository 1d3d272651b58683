import { all, any, atMost, equals, missing } from "../../../shared/db/conditions.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { update } from "../../../shared/db/writes.ts";
import type { Campaign } from "../../../shared/entities/campaign.ts";
import { campaignKeys } from "../../../shared/entities/campaign-keys.ts";
import type { AccountId } from "../../../shared/ids.ts";
import type { BulkMailer, BulkResult } from "../../../shared/messaging/bulk-mailer.ts";
import { type CampaignId, StatusMoved } from "../store.ts";
import type { Reserved } from "./budget.ts";
import { type ChunkMessage, LONGEST_DELAY } from "./queues.ts";
import type { SenderDeps } from "./sender-deps.ts";
import { hasWaited, notWaiting } from "./waiting.ts";

/**
 * Works on a chunk with what the account may still send today, taken before and given back after as far as it was not
 * used. Where so much is not left nothing is claimed and the message is over: the planner, which looks after the chunks,
 * queues them again, now and then and when the next day has begun.
 */
export const withinBudget = async (
  message: ChunkMessage,
  deps: SenderDeps,
  work: (deps: SenderDeps, granted: Reserved) => Promise<void>,
): Promise<void> => {
  const { budget, clock, pace, table } = deps;
  const db = table.of(message.accountId as AccountId);
  const taken = Math.min(message.size, pace.callSize);
  const campaignId = message.campaignId as CampaignId;
  const answer = await budget.reserve(db, campaignId, taken);
  if (answer.is === "refused") {
    const { until, isNews } = answer;
    if (isNews) await showWaiting(db, campaignId, until, clock.now());
    return;
  }
  const { mailer, sent } = counting(deps.mailer);
  try {
    await work({ ...deps, mailer }, answer);
  } finally {
    budget.giveBack(db.accountId, answer, taken - sent());
  }
};

/** Counts whoever was sent the e-mail, or may have been. */
const counting = (mailer: BulkMailer) => {
  let sent = 0;
  const mayHave = ({ is }: BulkResult) => is === "accepted" || is === "unknown";
  const counted: BulkMailer = {
    async send(mail) {
      sent += mail.entries.length;
      const results = await mailer.send(mail);
      sent -= results.filter((result) => !mayHave(result)).length;
      return results;
    },
  };
  return { mailer: counted, sent: () => sent };
};

/** Shows that the campaign waits until the account's day is over; whoever comes first says so. */
const showWaiting = async (db: AccountTable, id: CampaignId, until: Date, now: Date): Promise<void> => {
  const nobodySaidSo = any(missing("waitingUntil"), atMost("waitingUntil", now.toISOString()));
  await unlessMoved(
    db.commit([
      update(
        campaignKeys.campaign(db.accountId, id),
        {
          set: { waitingFor: "daily_limit", waitingUntil: until.toISOString(), ...byUs(now) },
          add: { version: 1 },
        },
        all(equals("status", "sending"), nobodySaidSo),
        () => new StatusMoved(`${id} waits already, or is not being sent any more.`),
      ),
    ]),
  );
};

/** How long the planner of a campaign that waits does so too: until the day is over; but the limit may be raised. */
export const secondsToWait = ({ waitingUntil }: Campaign, now: Date): number | undefined =>
  waitingUntil && !hasWaited({ waitingUntil }, now)
    ? Math.min(LONGEST_DELAY, (Date.parse(waitingUntil) - now.getTime()) / 1000 + 1)
    : undefined;

/** Whether what a campaign waited for is there: the day is over, or has room again. */
export const waitIsOver = (
  { waitingFor, waitingUntil }: Pick<Campaign, "waitingFor" | "waitingUntil">,
  { hasRoom }: Pick<Reserved, "hasRoom">,
  now: Date,
): boolean => waitingFor !== undefined && (hasRoom || hasWaited({ waitingUntil }, now));

/** The sending goes on. */
export const showGoingOn = async (db: AccountTable, id: CampaignId, now: Date): Promise<void> => {
  await unlessMoved(
    db.commit([
      update(
        campaignKeys.campaign(db.accountId, id),
        { set: byUs(now), remove: notWaiting, add: { version: 1 } },
        all(equals("status", "sending"), equals("waitingFor", "daily_limit")),
        () => new StatusMoved(`${id} goes on already.`),
      ),
    ]),
  );
};

const byUs = (now: Date) => ({ updatedAt: now.toISOString(), updatedBy: "system", source: "automation" });

const unlessMoved = async (change: Promise<void>): Promise<void> => {
  try {
    await change;
  } catch (error) {
    if (!(error instanceof StatusMoved)) throw error;
  }
};
