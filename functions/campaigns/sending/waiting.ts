import type { Campaign } from "../../../shared/entities/campaign.ts";

/** What says that a campaign waits: gone as soon as it goes on, or is not being sent any more. */
export const notWaiting: (keyof Campaign)[] = ["waitingFor", "waitingUntil"];

/** The day is over that it waited for. */
export const hasWaited = ({ waitingUntil }: Pick<Campaign, "waitingUntil">, now: Date): boolean =>
  waitingUntil !== undefined && waitingUntil <= now.toISOString();
