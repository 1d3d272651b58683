const QUIET_MS = 30_000;
const MOST_KNOWN = 200;

/** A line that was shown a moment ago is not shown again: what fails again and again says so once. */
export const calmLog = (log: (line: string) => void, now: () => number = Date.now): ((line: string) => void) => {
  const shown = new Map<string, number>();
  return (line) => {
    const last = shown.get(line);
    if (last !== undefined && now() - last < QUIET_MS) return;
    shown.delete(line);
    shown.set(line, now());
    const [oldest] = shown.keys();
    if (shown.size > MOST_KNOWN && oldest !== undefined) shown.delete(oldest);
    log(line);
  };
};
