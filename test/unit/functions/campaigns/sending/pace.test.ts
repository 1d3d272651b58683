import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { tokenBucket } from "../../../../../functions/campaigns/sending/pace.ts";
import { settingsOf } from "../../../../support/settings-of.ts";

const areAllowed = (campaigns: { sendRate: number; workers: number }): boolean => {
  const stages = {
    x: { sender: { email: "a@example.com" }, malwareScan: "guardduty", concurrency: 10_000, campaigns },
  };
  try {
    return settingsOf("x", stages).campaigns.workers === campaigns.workers;
  } catch {
    return false;
  }
};

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

  test.prop([fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 2, max: 1000 })])(
    "makes a call soon, or the settings are refused",
    (sendRate, workers) => {
      expect(areAllowed({ sendRate, workers })).toBe(workers <= 10 * sendRate);
      if (workers > 10 * sendRate) return;
      const clock = clockAt();
      const bucket = tokenBucket(sendRate, workers, clock);
      for (let call = 0; call < 5; call++) {
        const pause = bucket.reserve(bucket.callSize);
        expect(pause).toBeLessThanOrEqual(10_000);
        clock.pass(pause);
      }
    },
  );

  it("takes what was given back for not taken", () => {
    const clock = clockAt();
    const bucket = tokenBucket(50, 10, clock);
    const first = bucket.reserve(50);
    bucket.giveBack(50);
    expect(bucket.reserve(50)).toBe(first);
    clock.pass(first);
    bucket.giveBack(50);
    bucket.giveBack(50);
    expect(bucket.reserve(50)).toBe(first);
  });

  it("fills a call where the worker's share allows it, and takes ten seconds of the share where not", () => {
    expect(tokenBucket(50, 10, clockAt()).callSize).toBe(50);
    expect(tokenBucket(14, 5, clockAt()).callSize).toBe(14);
    expect(tokenBucket(14, 20, clockAt()).callSize).toBe(7);
    expect(tokenBucket(50, 16, clockAt()).callSize).toBe(31);
    expect(tokenBucket(1, 10, clockAt()).callSize).toBe(1);
  });

  it("puts no more recipients into one call than the account may send to in a second", () => {
    expect(tokenBucket(1, 5, clockAt()).callSize).toBe(1);
    expect(tokenBucket(14, 5, clockAt()).callSize).toBe(14);
    expect(tokenBucket(500, 5, clockAt()).callSize).toBe(50);
  });
});
