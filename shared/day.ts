/** Days as people count them: by the clock of a time zone, summer time and all. */

/** The day on which a moment falls there, as `2026-03-02`. */
export const dayIn = (timeZone: string, moment: Date): string => {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(moment);
};

const HOUR_MS = 3_600_000;

/** The first second of the next day there. A day has 23 to 25 hours, so the moment is searched, not added up. */
export const nextDayIn = (timeZone: string, moment: Date): Date => {
  const today = dayIn(timeZone, moment);
  let before = Math.floor(moment.getTime() / 1000);
  let after = before + (26 * HOUR_MS) / 1000;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayIn(timeZone, new Date(middle * 1000)) === today) before = middle;
    else after = middle;
  }
  return new Date(after * 1000);
};
