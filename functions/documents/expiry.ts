import { latestEnd } from "../../shared/entities/document-request.ts";
import { invalid } from "../../shared/errors.ts";

const USUAL_DAYS = 30;
const DAY_MS = 24 * 3600 * 1000;

/**
 * The end of a request as a caller gives it; 30 days when they give none.
 * @param createdAt of the request: links that are out work until a year after it, whatever its end
 * @throws AppError `validation` for the past, and for what is more than a year after the request was made
 */
export const readExpiry = (expiresAt: string | undefined, createdAt: string, now: Date): string => {
  if (expiresAt === undefined) return new Date(now.getTime() + USUAL_DAYS * DAY_MS).toISOString();
  const end = new Date(expiresAt);
  if (!(end > now)) throw invalid("/expiresAt", "Give a moment in the future");
  if (end > latestEnd({ createdAt })) throw invalid("/expiresAt", "Give a moment within a year of the request");
  return end.toISOString();
};
