import { instantOf, offsetAt } from "./zone.ts";

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const dayMs = 86_400_000;
/** A leap day on a given weekday comes back after 40 years at the latest. */
const daysToLookAhead = 366 * 41;

type DayTest = (day: Date) => boolean;

export interface Cron {
  /** The first instant after the given one, in milliseconds; nothing when the years are over. */
  next(after: number, timeZone: string): number | undefined;
}

/**
 * Reads the six fields of Amazon's cron: minutes, hours, day of month, month, day of week (1 or SUN to 7 or SAT), year.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 * @throws when a field is not understood, or both or neither of the two day fields are `?`.
 */
export function parseCron(fields: string): Cron {
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = "", year = "", ...more] = fields
    .trim()
    .split(/\s+/);
  if (year === "" || more.length > 0) throw new Error("cron takes six fields");
  if ((dayOfMonth === "?") === (dayOfWeek === "?"))
    throw new Error("cron: exactly one of the two day fields must be ?");
  const minutes = numbers(minute, 0, 59);
  const hours = numbers(hour, 0, 23);
  const inMonth = new Set(numbers(month, 1, 12, months));
  const inYear = new Set(numbers(year, 1970, 2199));
  const onDay = dayOfWeek === "?" ? dayOfMonthTest(dayOfMonth) : dayOfWeekTest(dayOfWeek);
  const matches: DayTest = (day) =>
    inYear.has(day.getUTCFullYear()) && inMonth.has(day.getUTCMonth() + 1) && onDay(day);

  return {
    next(after, timeZone) {
      const today = Math.floor((after + offsetAt(after, timeZone)) / dayMs) * dayMs;
      for (let ahead = 0; ahead < daysToLookAhead; ahead += 1) {
        const day = today + ahead * dayMs;
        if (!matches(new Date(day))) continue;
        for (const h of hours) {
          for (const m of minutes) {
            const instant = instantOf(day + (h * 60 + m) * 60_000, timeZone);
            if (instant !== undefined && instant > after) return instant;
          }
        }
      }
      return undefined;
    },
  };
}

/** `*`, `5`, `1-5`, `0/15`, `*​/15`, names, and lists of those; ascending. */
function numbers(field: string, lowest: number, highest: number, names: string[] = []): number[] {
  const found = new Set<number>();
  for (const part of field.split(",")) {
    const [range = "", step] = part.split("/");
    const [from, to] = range === "*" ? [lowest, highest] : bounds(range, step === undefined, highest, lowest, names);
    const stride = step === undefined ? 1 : Number(step);
    if (!(from >= lowest && to <= highest && from <= to && Number.isInteger(stride) && stride > 0)) {
      throw new Error(`cron: "${part}" is not understood`);
    }
    for (let value = from; value <= to; value += stride) found.add(value);
  }
  return [...found].toSorted((a, b) => a - b);
}

function bounds(range: string, single: boolean, highest: number, lowest: number, names: string[]): [number, number] {
  const [first = "", last] = range.split("-");
  const value = (text: string) => {
    const named = names.indexOf(text.toUpperCase());
    if (named >= 0) return named + lowest;
    return /^\d+$/.test(text) ? Number(text) : Number.NaN;
  };
  return [value(first), last === undefined ? (single ? value(first) : highest) : value(last)];
}

/** A number, `L` (last day), `15W` (the weekday nearest to the 15th) or `LW`. */
function dayOfMonthTest(field: string): DayTest {
  if (field === "L") return (day) => day.getUTCDate() === lastDay(day);
  const nearest = /^(\d+|L)W$/.exec(field)?.[1];
  if (nearest)
    return (day) => day.getUTCDate() === nearestWeekday(day, nearest === "L" ? lastDay(day) : Number(nearest));
  const allowed = new Set(numbers(field, 1, 31));
  return (day) => allowed.has(day.getUTCDate());
}

/** Days, `6L` (the month's last Friday), `6#3` (its third), or `L` (Saturday). */
function dayOfWeekTest(field: string): DayTest {
  const weekday = (day: Date) => day.getUTCDay() + 1;
  const last = /^(\w+)L$/.exec(field)?.[1];
  if (last) {
    const [wanted] = numbers(last, 1, 7, weekdays);
    return (day) => weekday(day) === wanted && day.getUTCDate() > lastDay(day) - 7;
  }
  const [, name = "", nth] = /^(\w+)#([1-5])$/.exec(field) ?? [];
  if (nth) {
    const [wanted] = numbers(name, 1, 7, weekdays);
    return (day) => weekday(day) === wanted && Math.ceil(day.getUTCDate() / 7) === Number(nth);
  }
  const allowed = new Set(numbers(field === "L" ? "7" : field, 1, 7, weekdays));
  return (day) => allowed.has(weekday(day));
}

function lastDay(day: Date): number {
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
}

/** Never leaves the month: a Saturday the 1st gives Monday the 3rd. */
function nearestWeekday(day: Date, wanted: number): number {
  const last = lastDay(day);
  const date = Math.min(wanted, last);
  const weekday = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), date)).getUTCDay();
  if (weekday === 6) return date === 1 ? 3 : date - 1;
  if (weekday === 0) return date === last ? date - 2 : date + 1;
  return date;
}
