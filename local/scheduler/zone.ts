const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The instant at which a wall clock in a time zone shows the given date and time.
 * `wallClock` is that date and time read as UTC, in milliseconds. An hour that occurs twice (autumn) gives its first
 * occurrence; one that does not occur (spring) gives nothing.
 * @throws RangeError for an unknown zone.
 */
export const instantOf = (wallClock: number, timeZone: string): number | undefined => {
  const day = 86_400_000;
  const candidates = [wallClock - day, wallClock + day].map((near) => wallClock - offsetAt(near, timeZone));
  return candidates.toSorted((a, b) => a - b).find((instant) => instant + offsetAt(instant, timeZone) === wallClock);
};

/** How far the zone's wall clock is ahead of UTC at an instant, in milliseconds. */
const offsetAt = (instant: number, timeZone: string): number => {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
};

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(timeZone, format);
  return format;
};
