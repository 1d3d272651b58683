import type { AppDeps } from "../../shared/app/use-case.ts";
import type { DomainEvent } from "../../shared/events/event.ts";
import { type AccountId, isId } from "../../shared/ids.ts";
import { recordTogether } from "./recording.ts";

/** Counts a client who came back by a campaign's link and did something; whoever did has seen and clicked it. */
export const recordEngagement = async (event: DomainEvent, { table }: AppDeps): Promise<void> => {
  const { campaignId, chunk, recipient } = event.resource;
  if (typeof campaignId !== "string" || !isId("campaign", campaignId)) throw new Error("No campaign's engagement.");
  await recordTogether(table.of(event.accountId as AccountId), campaignId, [
    {
      accountId: event.accountId,
      campaignId,
      chunk: Number(chunk),
      recipient: Number(recipient),
      flags: ["viewed", "clicked", "engaged"],
    },
  ]);
};
