import { revised } from "../../../shared/app/actor.ts";
import { accepted, ok, useCase } from "../../../shared/app/use-case.ts";
import { replace } from "../../../shared/db/writes.ts";
import { type Campaign, type CampaignStatus, campaigns } from "../../../shared/entities/campaign.ts";
import { putTemplate } from "../../../shared/entities/campaign-template.ts";
import { AppError } from "../../../shared/errors.ts";
import type { CampaignDeps } from "../deps.ts";
import { accountNow } from "../mail/letterhead.ts";
import { compile } from "../mail/subjects.ts";
import { routes } from "../manifest.ts";
import { presentCampaign } from "../present.ts";
import { judgedBy } from "../recording/pause-if-harmful.ts";
import { sumOf } from "../recording/recipients.ts";
import { campaignOr404, readRun } from "../store.ts";
import { untimed } from "./starting.ts";

/**
 * Stops the sending. The chunks that are with the provider just now come to their end; no other begins. A scheduled
 * campaign is a draft again, and can be changed.
 */
export const pauseCampaign = useCase(routes.pause, async ({ params, actor, db, now, match }) => {
  const previous = await campaignOr404(db, params.id);
  match(previous);
  mustBe(previous, ["sending", "scheduled"], "paused");
  const { waitingFor, waitingUntil, ...rest } = previous;
  if (previous.status === "scheduled") {
    const { scheduledAt, ...kept } = rest;
    const draft: Campaign = { ...kept, status: "draft", ...revised(previous, actor, now) };
    return ok(presentCampaign(draft, now), [replace(campaigns, draft, previous), untimed(draft, "campaign.send", now)]);
  }
  const next: Campaign = { ...rest, status: "paused", pauseReason: "asked", ...revised(previous, actor, now) };
  return ok(presentCampaign(next, now, await readRun(db, next.id)), [replace(campaigns, next, previous)]);
});

/**
 * Goes on: the planner queues every chunk that is not done, and plans the rest. The e-mail is compiled as when it was
 * sent, with the sender of today: a wrong one may be why it stopped. Nothing else in it can have changed.
 */
export const resumeCampaign = useCase(
  routes.resume,
  async ({ params, actor, db, now, match }, { senderEmail }: CampaignDeps) => {
    const { pauseReason, waitingFor, waitingUntil, ...previous } = await campaignOr404(db, params.id);
    match(previous);
    mustBe(previous, ["paused"], "resumed");
    const [run, account] = await Promise.all([readRun(db, previous.id), accountNow(db, actor)]);
    const next: Campaign = {
      ...previous,
      status: "sending",
      round: previous.round + 1,
      judgedFrom: judgedBy(sumOf(run.tallies)),
      ...revised(previous, actor, now),
    };
    return accepted(presentCampaign(next, now, run), [
      replace(campaigns, next, previous),
      putTemplate(await compile(next, account, senderEmail)),
    ]);
  },
);

/** Ends it for good: whoever has not been sent the e-mail will not be. */
export const cancelCampaign = useCase(routes.cancel, async ({ params, actor, db, now, match }) => {
  const { pauseReason, waitingFor, waitingUntil, ...previous } = await campaignOr404(db, params.id);
  match(previous);
  mustBe(previous, ["scheduled", "sending", "paused"], "cancelled");
  const next: Campaign = {
    ...previous,
    status: "cancelled",
    finishedAt: now.toISOString(),
    ...revised(previous, actor, now),
  };
  return ok(presentCampaign(next, now, await readRun(db, next.id)), [
    replace(campaigns, next, previous),
    ...(previous.status === "scheduled" ? [untimed(next, "campaign.send", now)] : []),
    ...(previous.testState === "waiting" ? [untimed(next, "campaign.pick_winner", now)] : []),
  ]);
});

const mustBe = ({ status }: Campaign, from: readonly CampaignStatus[], what: string): void => {
  if (!from.includes(status)) throw new AppError("conflict", `A campaign that is ${status} cannot be ${what}.`);
};
