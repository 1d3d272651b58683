/** Does the work as soon as there is room for it. */
export type Turns = <T>(who: string, work: () => Promise<T>) => Promise<T>;

/** So many at a time. Those who wait are served in turns: who asks seldom waits for one piece of each other's work at most. */
export const createTurns = (atOnce: number): Turns => {
  const waiting = new Map<string, (() => void)[]>();
  let running = 0;

  const begin = (who: string): Promise<void> | undefined => {
    if (running < atOnce) {
      running += 1;
      return undefined;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.set(who, [...(waiting.get(who) ?? []), resolve]);
    return promise;
  };

  /** Gives the room to whoever was served longest ago. */
  const end = (): void => {
    const [next] = waiting;
    if (!next) {
      running -= 1;
      return;
    }
    const [who, [first, ...others]] = next;
    waiting.delete(who);
    if (others.length > 0) waiting.set(who, others);
    first?.();
  };

  return async (who, work) => {
    await begin(who);
    try {
      return await work();
    } finally {
      end();
    }
  };
};
