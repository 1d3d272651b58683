import { instantOf } from "./zone.ts";

export interface Timing {
  /** A schedule that runs once, and when. */
  once?: number;
  /** The first run after an instant; `anchor` is where a rate begins to count. Milliseconds, all of them. */
  next(after: number, anchor: number): number | undefined;
}

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `at(2026-11-20T13:00:00)` in a time zone, or `rate(5 minutes)`. The product has no `cron(…)`.
 * @throws with a sentence when the expression or the zone is not understood.
 */
export const parseTiming = (expression: string, timeZone = "UTC"): Timing => {
  const [, kind, inside = ""] = /^(at|rate)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === "at") return parseAt(inside, timeZone);
  if (kind === "rate") return parseRate(inside);
  throw new Error(`The schedule expression ${expression} is not understood`);
};

const parseAt = (inside: string, timeZone: string): Timing => {
  const wallClock = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inside) ? Date.parse(`${inside}Z`) : Number.NaN;
  if (Number.isNaN(wallClock)) throw new Error(`at(${inside}): expected at(yyyy-mm-ddThh:mm:ss)`);
  // A time that the clocks skip: the first hour after it.
  const once = instantOf(wallClock, timeZone) ?? instantOf(wallClock + 3_600_000, timeZone);
  if (once === undefined) throw new Error(`at(${inside}) does not exist in ${timeZone}`);
  return { once, next: (after) => (once > after ? once : undefined) };
};

const parseRate = (inside: string): Timing => {
  const [, count = "", unit = ""] = /^(\d+) (minute|hour|day)s?$/.exec(inside) ?? [];
  const period = Number(count) * (unitMs[unit] ?? 0);
  if (!(period > 0)) throw new Error(`rate(${inside}): expected rate(5 minutes)`);
  return {
    next: (after, anchor) => (after < anchor ? anchor : anchor + (Math.floor((after - anchor) / period) + 1) * period),
  };
};
