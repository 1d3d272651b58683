import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { tokenBucket } from "../../../../functions/campaigns/pace.ts";

const clockAt = () => {
  let now = 0;
  return {
    now: () => new Date(now),
    pass(milliseconds: number) {
      now += milliseconds;
    },
  };
};

describe("the pace of sending", () => {
  test.prop([
    fc.integer({ min: 1, max: 500 }),
    fc.integer({ min: 1, max: 10 }),
    fc.array(fc.nat(5000), { maxLength: 30 }),
  ])("never hands over more recipients than its share of the rate allows", (rate, workers, pauses) => {
    const clock = clockAt();
    const bucket = tokenBucket(rate, workers, clock);
    let sent = 0;
    for (const pause of pauses) {
      clock.pass(pause);
      clock.pass(bucket.reserve(bucket.callSize));
      sent += bucket.callSize;
      const seconds = clock.now().getTime() / 1000;
      expect(sent).toBeLessThanOrEqual((rate / workers) * (seconds + 1) + 0.01);
    }
  });

  it("puts no more recipients into one call than the account may send to in a second", () => {
    expect(tokenBucket(1, 5, clockAt()).callSize).toBe(1);
    expect(tokenBucket(14, 5, clockAt()).callSize).toBe(14);
    expect(tokenBucket(500, 5, clockAt()).callSize).toBe(50);
  });
});
