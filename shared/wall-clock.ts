const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * The moment at which clocks in a time zone show a full hour, some days after the day on which `from` falls there: three
 * days after an evening of March, at nine, is nine o'clock, summer time or not. An hour that the clocks skip is the one
 * after it; of an hour that comes twice it is one of the two.
 * @param timeZone an IANA name. @throws RangeError for an unknown one
 */
export const hourOnDay = (timeZone: string, from: Date, days: number, hour: number): Date => {
  const wanted = startOfDay(shownAt(timeZone, from.getTime())) + days * DAY_MS + hour * 60 * MINUTE_MS;
  const near = wanted - aheadOfUtc(timeZone, wanted);
  return new Date(wanted - aheadOfUtc(timeZone, near));
};

const startOfDay = (shown: number): number => Math.floor(shown / DAY_MS) * DAY_MS;

const aheadOfUtc = (timeZone: string, instant: number): number => shownAt(timeZone, instant) - instant;

/** What clocks there show at an instant, to the minute, read as if it were UTC. */
const shownAt = (timeZone: string, instant: number): number => {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", ...numeric }).formatToParts(instant);
  const shown = new Map(parts.map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => shown.get(type) ?? 0;
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
};

const numeric = {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
} as const;
