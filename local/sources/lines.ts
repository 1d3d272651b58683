import type { StreamRecord } from "./batch-plan.ts";

export interface Lines {
  add(records: readonly StreamRecord[]): void;
  /** The next records, in stream order. Those behind them in their lines wait until these are handled. */
  next(most: number): StreamRecord[];
  /** These are handled. */
  done(records: readonly StreamRecord[]): void;
  /** These are to come again, before all others of their lines. */
  giveBack(records: readonly StreamRecord[]): void;
  /** How many records wait. */
  waiting(): number;
  /** The number of the first record that is not handled yet. */
  firstOpen(): number | undefined;
}

/**
 * Records that wait to be handled, in a line for each that the stream keeps in order. Lines take turns, so that a flood in
 * one of them keeps no other waiting.
 */
export const createLines = (lineOf: (record: StreamRecord) => string): Lines => {
  const lines = new Map<string, StreamRecord[]>();
  const busy = new Set<string>();
  const open = new Set<number>();

  const lineNamed = (name: string): StreamRecord[] => {
    const known = lines.get(name) ?? [];
    lines.set(name, known);
    return known;
  };

  return {
    add(records) {
      for (const record of records) {
        open.add(numberOf(record));
        lineNamed(lineOf(record)).push(record);
      }
    },
    next(most) {
      const free = [...lines].filter(([name]) => !busy.has(name));
      const taken = free.map(() => 0);
      let [left, before] = [most, -1];
      // A record from each line, then another from each, while there is room.
      for (let round = 0; left > 0 && left !== before; round++) {
        before = left;
        for (const [place, [, records]] of free.entries()) {
          if (left === 0 || round >= records.length) continue;
          taken[place] = round + 1;
          left -= 1;
        }
      }
      const batch: StreamRecord[] = [];
      for (const [place, [name, records]] of free.entries()) {
        if (!taken[place]) continue;
        batch.push(...records.splice(0, taken[place]));
        busy.add(name);
        // Its next turn comes after those of all others.
        lines.delete(name);
        lines.set(name, records);
      }
      return batch.sort(byNumber);
    },
    done(records) {
      for (const record of records) {
        open.delete(numberOf(record));
        const name = lineOf(record);
        busy.delete(name);
        if (lines.get(name)?.length === 0) lines.delete(name);
      }
    },
    giveBack(records) {
      for (const record of records.toReversed()) {
        const name = lineOf(record);
        busy.delete(name);
        lineNamed(name).unshift(record);
      }
    },
    waiting: () => lines.values().reduce((sum, records) => sum + records.length, 0),
    // Numbers are added in their order, and a set keeps it.
    firstOpen: () => open.values().next().value,
  };
};

export const numberOf = ({ dynamodb }: StreamRecord): number => Number(dynamodb.SequenceNumber);

const byNumber = (one: StreamRecord, other: StreamRecord): number => numberOf(one) - numberOf(other);
