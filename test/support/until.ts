import { setTimeout as pause } from "node:timers/promises";

/** Waits for a condition instead of for a time. @throws Error with the last reason after `seconds`, having looked `every` milliseconds */
export const until = async <T>(
  look: () => Promise<T | undefined | false>,
  what: string,
  seconds = 20,
  every = 25,
): Promise<T> => {
  const end = Date.now() + seconds * 1000;
  let reason: unknown;
  while (Date.now() < end) {
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      reason = error;
    }
    await pause(every);
  }
  throw new Error(`Not within ${seconds} s: ${what}`, { cause: reason });
};
