/**
 * Does all of it, so many at a time, and waits for what was begun even when something failed: nothing is left running.
 * @throws the first error; what was not begun by then is not done
 */
export const inParallel = async <T>(
  atOnce: number,
  all: readonly T[],
  work: (one: T) => Promise<void>,
): Promise<void> => {
  const waiting = all.values();
  const errors: unknown[] = [];
  const worker = async () => {
    for (const one of waiting) {
      if (errors.length > 0) return;
      try {
        await work(one);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, worker));
  if (errors.length > 0) throw errors[0];
};
