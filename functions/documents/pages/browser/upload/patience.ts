import { Refusal } from "./refusal.ts";

const WAITS = [1000, 2000, 4000, 8000, 15_000, 30_000];

/** Tries again what a bad connection has broken, ever more patiently. A refusal is never tried again. */
export const stubborn = async <T>(
  work: () => Promise<T>,
  onTrouble: () => void,
  wait: (ms: number) => Promise<void>,
): Promise<T> => {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const ms = WAITS[attempt];
      if (error instanceof Refusal || ms === undefined) throw error;
      onTrouble();
      await wait(ms);
    }
  }
};

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
