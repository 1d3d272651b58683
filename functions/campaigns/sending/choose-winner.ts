import { revised } from "../../../shared/app/actor.ts";
import { accepted, useCase } from "../../../shared/app/use-case.ts";
import { replace } from "../../../shared/db/writes.ts";
import { type Campaign, campaigns } from "../../../shared/entities/campaign.ts";
import { AppError, invalid } from "../../../shared/errors.ts";
import { routes } from "../manifest.ts";
import { presentCampaign } from "../present.ts";
import { campaignOr404, readRun } from "../store.ts";
import { untimed } from "./starting.ts";

/** Ends the trial of subjects by hand: the rest gets this one. The sample that is not sent yet gets what it was drawn. */
export const chooseWinner = useCase(routes.winner, async ({ params, body, actor, db, now, match }) => {
  const previous = await campaignOr404(db, params.id);
  match(previous);
  const { abTest, status, winner } = previous;
  if (!abTest || (status !== "sending" && status !== "paused"))
    throw new AppError("conflict", "No subjects of this campaign are being tried just now.");
  if (winner !== undefined) throw new AppError("conflict", "The subject has been chosen already.");
  if (body.subject >= abTest.subjects.length) throw invalid("/subject", "There is no such subject; the first is 0");
  const next: Campaign = {
    ...previous,
    winner: body.subject,
    testState: "decided",
    // The planner queues what waited.
    round: previous.round + 1,
    ...revised(previous, actor, now),
  };
  const run = await readRun(db, next.id);
  return accepted(presentCampaign(next, now, run), [
    replace(campaigns, next, previous),
    untimed(next, "campaign.pick_winner", now),
  ]);
});
