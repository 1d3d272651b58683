import { type CampaignChunk, skipReasons, tallied } from "../../../shared/entities/campaign-chunk.ts";
import { type Flag, flags, hasFlag, type Outcome, outcomeOf } from "../recording/recipients.ts";

/** The numbers that have a list of clients behind them, and those that wait. */
export const recipientStates = ["pending", ...tallied] as const;
export type RecipientState = (typeof recipientStates)[number];

const outcomesOf: Partial<Record<RecipientState, readonly Outcome[]>> = {
  pending: ["pending"],
  sent: ["sent"],
  failed: ["failed"],
  unknown: ["unknown"],
  skipped: skipReasons,
};

/** Whether a recipient is one of those that a number counts. */
export const isIn = (state: RecipientState | undefined, { outcome, seen }: CampaignChunk, index: number): boolean => {
  if (state === undefined) return true;
  if (outcomesOf[state]?.includes(outcomeOf(outcome, index))) return true;
  if (state === "failed") return hasFlag(seen, index, "rejected");
  return state in flags && hasFlag(seen, index, state as Flag);
};

/** What the provider told, in the order of the flags. */
export const eventsOf = ({ seen }: Pick<CampaignChunk, "seen">, index: number): Flag[] =>
  (Object.keys(flags) as Flag[]).filter((flag) => flag !== "accepted" && hasFlag(seen, index, flag));
