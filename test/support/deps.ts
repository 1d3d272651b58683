import type { Deps } from "../../shared/app/deps.ts";
import { identification } from "../../shared/app/identify.ts";
import { type RateLimits, rateLimiter } from "../../shared/app/rate-limit.ts";
import { type Clock, systemClock } from "../../shared/clock.ts";
import type { Table } from "../../shared/db/table.ts";
import { ulids } from "../../shared/ids.ts";
import type { Log } from "../../shared/log.ts";
import { verifyTestToken } from "./actors.ts";

/** Says nothing and keeps the errors, so that a test can look at them. */
export const testLog = (): Log & { errors: unknown[] } => {
  const errors: unknown[] = [];
  return { errors, info: () => undefined, error: (_code, error) => void errors.push(error), metric: () => undefined };
};

/** A clock that stands until the test moves it. */
export const testClock = (at = "2026-03-02T15:00:00.000Z"): Clock & { set(moment: string): void } => {
  let now = new Date(at);
  return {
    now: () => now,
    set: (moment) => {
      now = new Date(moment);
    },
  };
};

export interface TestSettings {
  clock?: Clock;
  limits?: RateLimits;
  log?: Log;
  /** @default 0: every request asks the table again who calls */
  believedMs?: number;
}

const UNLIMITED = { perKey: 10_000_000, perAccount: 10_000_000 };

/** The dependencies of the HTTP pipeline on a test table; tokens are those of `aPerson`. */
export const testDeps = (table: Table, settings: TestSettings = {}): Deps => {
  const { clock = systemClock, limits = UNLIMITED, log = testLog(), believedMs = 0 } = settings;
  return {
    table,
    clock,
    ids: ulids,
    log,
    signingKey: async () => "a key for tests",
    identify: identification(table, verifyTestToken, believedMs),
    limiter: rateLimiter(table, limits, log),
  };
};
