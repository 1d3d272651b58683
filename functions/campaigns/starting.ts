import type { Write } from "../../shared/db/writes.ts";
import type { Campaign } from "../../shared/entities/campaign.ts";
import { setTimer, stopTimer, type Timer } from "../../shared/entities/timer.ts";
import { AppError, type FieldError, invalid } from "../../shared/errors.ts";

/** A campaign that is sent from now on: the planner hears of it. */
export const started = (campaign: Campaign, now: Date): Campaign => ({
  ...campaign,
  status: "sending",
  round: 1,
  startedAt: now.toISOString(),
  ...(campaign.abTest ? { testState: "sampling" } : {}),
});

/** One that is sent at that moment, by a timer; now where there is none. */
export const startedAt = (campaign: Campaign, moment: Date | undefined, now: Date): Campaign =>
  moment ? { ...campaign, status: "scheduled", scheduledAt: moment.toISOString() } : started(campaign, now);

const DAY_MS = 86_400_000;
const FARTHEST_DAYS = 366;

/** The moment that a campaign is to be sent at. @throws validation-failed for one that is past, or more than a year off */
export const momentOf = (at: string | undefined, now: Date): Date | undefined => {
  if (at === undefined) return undefined;
  const moment = new Date(at);
  if (moment <= now) throw invalid("/at", "Name a moment that is still to come, or none to send it now");
  if (moment.getTime() - now.getTime() > FARTHEST_DAYS * DAY_MS) throw invalid("/at", "Name a moment within a year");
  return moment;
};

type OfCampaign = Pick<Campaign, "accountId" | "id" | "updatedBy">;

const timerOf = ({ accountId, id, updatedBy }: OfCampaign, purpose: Timer["purpose"], now: Date) => ({
  accountId,
  subject: id,
  purpose,
  by: updatedBy,
  now,
});

/** The timer of a campaign that was given a moment. */
export const timed = (campaign: OfCampaign, moment: Date | undefined, now: Date): Write[] =>
  moment ? [setTimer({ ...timerOf(campaign, "campaign.send", now), dueAt: moment })] : [];

export const untimed = (campaign: OfCampaign, purpose: Timer["purpose"], now: Date): Write =>
  stopTimer(timerOf(campaign, purpose, now));

export const mustBeComplete = ({ audience, content, abTest }: Campaign): void => {
  const errors: FieldError[] = [];
  if (!audience) errors.push({ pointer: "/audience", message: "Say whom the campaign goes to" });
  if (!content.subject && !abTest) errors.push({ pointer: "/content/subject", message: "Give the e-mail a subject" });
  if (!content.body) errors.push({ pointer: "/content/body", message: "Write the e-mail" });
  if (errors.length > 0) throw new AppError("validation-failed", errors[0]?.message, { errors });
};
