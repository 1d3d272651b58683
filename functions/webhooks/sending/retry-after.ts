/** Answers by which a receiver asks for time (RFC 6585, 4; RFC 9110, 15.6.4). */
const ASK_FOR_TIME: readonly number[] = [429, 503];
/** Longer than this a receiver is not left alone on its word. */
const MOST_SECONDS = 24 * 3600;

/**
 * For how many seconds a receiver asks to be left alone: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3).
 * Undefined where it asks for nothing, or for what is over.
 */
export const secondsToWait = (status: number, header: string | undefined, now: Date): number | undefined => {
  if (header === undefined || !ASK_FOR_TIME.includes(status)) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : Math.ceil((Date.parse(header) - now.getTime()) / 1000);
  return seconds > 0 ? Math.min(seconds, MOST_SECONDS) : undefined;
};
