import type { FileStore, WaitingFile } from "./file-store.ts";

/** `pending`: the verdict comes later, with an event of its own that wakes the worker again. */
export type Verdict = "clean" | "infected" | "pending";

export interface Scanner {
  scan(file: WaitingFile): Promise<Verdict>;
}

/** EICAR's test file, in two halves: in one piece it would make a scanner take this source for the real thing. */
const EICAR = Buffer.from(["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join(""));

/**
 * Stands in for a malware scanner: knows nothing but EICAR's test file, wherever in a file it stands. Reads the file
 * piece by piece, so that its size does not matter.
 */
export const eicarScanner = (files: Pick<FileStore, "read">): Scanner => ({
  async scan(file) {
    let rest: Buffer = Buffer.alloc(0);
    for await (const piece of files.read(file)) {
      const window = Buffer.concat([rest, piece]);
      if (window.includes(EICAR)) return "infected";
      rest = window.subarray(Math.max(0, window.length - EICAR.length + 1));
    }
    return "clean";
  },
});
