/** Works through all of it, so many at a time. */
export const inParallel = async <T>(
  atOnce: number,
  all: Iterable<T>,
  work: (one: T) => Promise<unknown>,
): Promise<void> => {
  const waiting = all[Symbol.iterator]();
  const worker = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
};
