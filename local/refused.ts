import { diskTrouble } from "./disk.ts";

/** A start that cannot be: its message is all that people need. */
export class StartRefused extends Error {}

/** What the system's own refusals mean to somebody who starts the product; undefined for every other error. */
export const sentenceFor = (error: unknown, dataDir: string): string | undefined => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  // SQLite, the engine and what came back from a route each say it in their own words: the disk is asked.
  return sentences[code]?.(dataDir) ?? (diskTrouble(dataDir) && fullDisk(dataDir));
};

const fullDisk = (dataDir: string): string =>
  `The disk that holds ${dataDir} is full. Free some room, then start again; nothing is lost.`;

const sentences: Readonly<Record<string, (dataDir: string) => string>> = {
  ENOSPC: fullDisk,
  EDQUOT: (dataDir) => `Your quota on the disk that holds ${dataDir} is used up. Free some room, then start again.`,
  EACCES: (dataDir) =>
    `${dataDir} may not be written. Give yourself the right, or set CLIENTELE_HOME to another folder.`,
  EPERM: (dataDir) =>
    `${dataDir} may not be written. Give yourself the right, or set CLIENTELE_HOME to another folder.`,
  EROFS: (dataDir) => `The disk that holds ${dataDir} is read-only. Set CLIENTELE_HOME to a folder elsewhere.`,
  EEXIST: (dataDir) => `${dataDir} is no folder. Set CLIENTELE_HOME to another one.`,
  ENOTDIR: (dataDir) => `${dataDir} is no folder. Set CLIENTELE_HOME to another one.`,
  EMFILE: () => "Too many files are open. Raise the limit (ulimit -n 4096), then start again.",
};
