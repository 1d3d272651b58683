import type { Write } from "../../../shared/db/writes.ts";
import type { Campaign } from "../../../shared/entities/campaign.ts";
import { setTimer, stopTimer, type Timer } from "../../../shared/entities/timer.ts";
import { AppError, type FieldError } from "../../../shared/errors.ts";
import { withinAYear } from "../../../shared/http/moments.ts";

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

/** The moment that a campaign is to be sent at. @throws validation-failed for one that is past, or more than a year off */
export const momentOf = (at: string | undefined, now: Date): Date | undefined =>
  at === undefined ? undefined : withinAYear(at, now, "/at");

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
