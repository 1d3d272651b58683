/** Waits a while, or until the connection is back. */
export const untilOnline = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    const go = () => {
      removeEventListener("online", go);
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(go, ms);
    addEventListener("online", go);
  });
