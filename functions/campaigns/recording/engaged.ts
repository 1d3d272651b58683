import type { AppDeps } from "../../../shared/app/use-case.ts";
import type { EventOf } from "../../../shared/events/kind.ts";
import type { campaignEngagement } from "../kinds.ts";
import { recordTogether } from "./recording.ts";

/** Counts a client who came back by a campaign's link and did something; whoever did has seen and clicked it. */
export const recordEngagement = async (
  { accountId, resource: { campaignId, chunk, recipient } }: EventOf<typeof campaignEngagement.created>,
  { table }: AppDeps,
): Promise<void> => {
  await recordTogether(table.of(accountId), campaignId, [
    { accountId, campaignId, chunk, recipient, flags: ["viewed", "clicked", "engaged"] },
  ]);
};
