import { invalid } from "../../shared/errors.ts";

const LONGEST_DAYS = 366;
const DAY_MS = 24 * 3600 * 1000;

/** When something ends, as a caller said it: within a year. @throws AppError `validation-failed` */
export const readEnd = (expiresAt: string, now: Date): string => {
  const end = Date.parse(expiresAt);
  if (!(end > now.getTime())) throw invalid("/expiresAt", "Give a moment in the future");
  if (end > now.getTime() + LONGEST_DAYS * DAY_MS) throw invalid("/expiresAt", "Give a moment within a year");
  return new Date(end).toISOString();
};
