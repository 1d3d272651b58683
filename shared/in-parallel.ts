/**
 * Does all of it, so many at a time, and waits for what was begun even when something failed: nothing is left running.
 * @throws the first error; what was not begun by then is not done
 */
export const inParallel = async <T>(
  atOnce: number,
  all: Iterable<T>,
  work: (one: T) => Promise<unknown>,
): Promise<void> => {
  const waiting = all[Symbol.iterator]();
  const errors: unknown[] = [];
  const worker = async () => {
    for (let next = waiting.next(); !next.done && errors.length === 0; next = waiting.next()) {
      try {
        await work(next.value);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (errors.length > 0) throw errors[0];
};
