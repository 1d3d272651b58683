import { invalid } from "../errors.ts";

const FARTHEST_MS = 366 * 24 * 3600 * 1000;

/**
 * A moment that a caller names for something to happen or to end: still to come, and no more than a year off.
 * @param moment RFC 3339
 * @param pointer where it stands in the body
 * @throws AppError `validation-failed` for one that is past, or more than 366 days off
 */
export const withinAYear = (moment: string, now: Date, pointer: string): Date => {
  const named = new Date(moment);
  if (!(named > now)) throw invalid(pointer, "Name a moment that is still to come");
  if (named.getTime() - now.getTime() > FARTHEST_MS) throw invalid(pointer, "Name a moment within a year");
  return named;
};
