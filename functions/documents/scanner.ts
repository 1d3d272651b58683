import type { FileStore, WaitingFile } from "./file-store.ts";

/**
 * `pending`: the verdict comes later, with an event of its own that wakes the worker again. `not_scannable`: nobody will
 * ever know what is in it.
 */
export type Verdict = "clean" | "infected" | "not_scannable" | "pending";

/** What a scanner that works on its own has found out about one version of a file. */
export interface ScanResult {
  versionId?: string;
  /** Without quotes. */
  etag: string;
  /** As GuardDuty says it. */
  status: string;
}

export interface Scanner {
  /** `told`: the result that woke the worker, if it was one. @throws Error when no scanner can say anything of this file */
  scan(file: WaitingFile, told?: ScanResult): Promise<Verdict>;
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

/** GuardDuty Malware Protection for S3 scans every new version in the bucket by itself, and tells of it in an event. */
export const guardDutyScanner: Scanner = {
  async scan(file, told) {
    if (!told || told.versionId !== file.versionId || told.etag !== file.etag.replaceAll('"', "")) return "pending";
    switch (told.status) {
      case "NO_THREATS_FOUND":
        return "clean";
      case "THREATS_FOUND":
        return "infected";
      // Encrypted, too deeply packed, too large: asking again would not help.
      case "UNSUPPORTED":
        return "not_scannable";
      default:
        // ACCESS_DENIED, FAILED: the file waits, and the message goes to the dead letters, which ring.
        throw new Error(`GuardDuty could not scan ${file.key}: ${told.status}.`);
    }
  },
};
