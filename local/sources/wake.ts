export interface Wake {
  /** Ends the wait at once, or the next one when nobody waits: a wake during work is not lost. */
  now(): void;
  /** Waits until woken, at most so long. */
  wait(milliseconds: number): Promise<void>;
  /** Waits the whole time, unless this is the end. */
  sleep(milliseconds: number): Promise<void>;
  /** Ends every wait, now and later. */
  end(): void;
}

export const createWake = (): Wake => {
  const sleepers = new Set<() => void>();
  let waiter: (() => void) | undefined;
  let woken = false;
  let ended = false;

  const sleep = (milliseconds: number): Promise<void> => {
    if (ended) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        sleepers.delete(finish);
        resolve();
      };
      const timer = setTimeout(finish, milliseconds);
      sleepers.add(finish);
    });
  };

  return {
    sleep,
    now() {
      woken = true;
      waiter?.();
    },
    async wait(milliseconds) {
      if (!woken && !ended) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          waiter = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      waiter = undefined;
      woken = false;
    },
    end() {
      ended = true;
      waiter?.();
      for (const finish of [...sleepers]) finish();
    },
  };
};
