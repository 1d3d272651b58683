/** Resolves after so many milliseconds. Node's own `timers/promises` takes milliseconds to load, at every cold start. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
