/** Runs `work` for each item, at most `width` side by side, and keeps the order of the answers. */
export const atOnce = async <T, R>(width: number, items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> => {
  const answers: R[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) answers[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return answers;
};

export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
