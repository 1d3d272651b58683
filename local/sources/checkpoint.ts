import { mkdirSync, readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { createWake } from "./wake.ts";

/** Under an import there is a new mark every few milliseconds. */
const restMs = 200;

export interface Checkpoint {
  /** The number of the record up to which all are handled; 0 at the beginning. */
  readonly after: number;
  /** Remembers it, a moment later on disk too; a kill in between repeats records, it never skips one. */
  set(after: number): Promise<void>;
  /** Ends: what was set last is on disk then, or could not be written. */
  end(): Promise<void>;
}

/** Opens the mark of one reader of one stream; that of another stream is of no use. */
export const openCheckpoint = (file: string, streamArn: string): Checkpoint => {
  mkdirSync(dirname(file), { recursive: true });
  let after = load(file, streamArn);
  let saving: Promise<void> | undefined;
  const rest = createWake();

  const save = async (): Promise<void> => {
    for (let saved: number | undefined; saved !== after; ) {
      await rest.sleep(restMs);
      saved = after;
      await writeFile(`${file}.new`, JSON.stringify({ streamArn, after }));
      await rename(`${file}.new`, file);
    }
  };

  return {
    get after() {
      return after;
    },
    set(number) {
      after = number;
      // What is marked while the file is written goes with the next writing.
      saving ??= save().finally(() => {
        saving = undefined;
      });
      return saving;
    },
    async end() {
      rest.end();
      await saving?.catch(() => undefined);
    },
  };
};

const load = (file: string, streamArn: string): number => {
  try {
    const saved: { streamArn: string; after: number } = JSON.parse(readFileSync(file, "utf8"));
    return saved.streamArn === streamArn && Number.isInteger(saved.after) ? saved.after : 0;
  } catch {
    return 0;
  }
};
