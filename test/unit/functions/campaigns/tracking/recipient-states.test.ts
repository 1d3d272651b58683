import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
  countsOf,
  type Flag,
  flags,
  nothingSeen,
  outcomeOf,
  outcomes,
  skipsOf,
  withFlags,
} from "../../../../../functions/campaigns/recording/recipients.ts";
import { isIn, type recipientStates } from "../../../../../functions/campaigns/tracking/recipient-states.ts";
import { type CampaignChunk, skipReasons, tallied } from "../../../../../shared/entities/campaign-chunk.ts";
import { ulids } from "../../../../../shared/ids.ts";

const names = Object.keys(flags) as Flag[];
const recipient = fc.record({
  outcome: fc.constantFrom(...Object.values(outcomes)),
  // What was refused in the call was never taken, so nothing is told of it.
  told: fc.subarray(names),
});

const chunkOf = (recipients: { outcome: string; told: Flag[] }[]): CampaignChunk => ({
  accountId: ulids.next("account"),
  campaignId: ulids.next("campaign"),
  number: 0,
  language: "fr",
  segment: "segment",
  offset: 0,
  size: recipients.length,
  state: "sent",
  attempt: 1,
  outcome: recipients.map(({ outcome }) => outcome).join(""),
  seen: recipients.reduce(
    (seen, { outcome, told }, index) => (outcome === outcomes.failed ? seen : withFlags(seen, index, told)),
    nothingSeen(recipients.length),
  ),
  seenVersion: 0,
});

describe("the list behind a number", () => {
  test.prop([fc.array(recipient, { maxLength: 50 })])("holds as many clients as the number says", (recipients) => {
    const chunk = chunkOf(recipients);
    const counts = countsOf(chunk);
    const listed = (state: (typeof recipientStates)[number]) =>
      recipients.filter((_, index) => isIn(state, chunk, index)).length;
    for (const name of tallied) expect([name, listed(name)]).toEqual([name, counts[name]]);
    const skipped = skipsOf(chunk);
    const leftOut = recipients.map((_, index) => outcomeOf(chunk.outcome, index));
    for (const reason of skipReasons)
      expect([reason, leftOut.filter((one) => one === reason).length]).toEqual([reason, skipped[reason]]);
    expect(Object.values(skipped).reduce((sum, count) => sum + count, 0)).toBe(counts.skipped);
    expect(recipients.filter((_, index) => isIn(undefined, chunk, index))).toHaveLength(chunk.size);
  });
});
