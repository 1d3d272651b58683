import type { Clock } from "../../../shared/clock.ts";
import { BULK_LIMIT } from "../../../shared/messaging/bulk-mailer.ts";

/** How fast this worker may hand recipients to the provider. */
export interface Pace {
  /**
   * Recipients in one call: a call for more than the provider takes in a second would be throttled in part, one for more
   * than ten seconds of a worker's share would wait too long for its turn.
   */
  readonly callSize: number;
  /** Takes `recipients` out of the bucket and tells how many milliseconds to wait before they are sent. */
  reserve(recipients: number): number;
  /** Puts back what was taken for recipients who were not sent after all. */
  giveBack(recipients: number): void;
}

/** So long a worker waits for its turn at most. The settings of a stage see to it that a turn comes in that time. */
const LONGEST_TURN_SECONDS = 10;

/**
 * A token bucket that holds one second of the account's send quota (Amazon SES, "maximum send rate", counted in
 * recipients). Workers do not talk to each other: each takes an equal share of the rate, so together they stay within it
 * however many of them run.
 * @param perSecond the quota of the whole stage
 * @param workers how many chunks are sent side by side at most
 */
export const tokenBucket = (perSecond: number, workers: number, clock: Clock): Pace => {
  const rate = perSecond / workers;
  let tokens = rate;
  let at = clock.now().getTime();
  return {
    callSize: Math.min(BULK_LIMIT, Math.max(1, Math.floor(Math.min(perSecond, rate * LONGEST_TURN_SECONDS)))),
    reserve(recipients) {
      const now = clock.now().getTime();
      tokens = Math.min(rate, tokens + ((now - at) / 1000) * rate) - recipients;
      at = now;
      return tokens >= 0 ? 0 : Math.ceil((-tokens / rate) * 1000);
    },
    giveBack(recipients) {
      tokens = Math.min(rate, tokens + recipients);
    },
  };
};
