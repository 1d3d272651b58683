import { statfsSync } from "node:fs";

/** With less than this, the engines cannot write. */
const LEAST_BYTES = 256 * 1024;

/** A sentence when the disk that holds the data is full. */
export const diskTrouble = (dataDir: string): string | undefined => {
  if (freeBytes(dataDir) >= LEAST_BYTES) return undefined;
  return `The disk that holds ${dataDir} is full. Free some room: what waits goes on by itself, and nothing is lost.`;
};

const freeBytes = (dataDir: string): number => {
  try {
    const { bavail, bsize } = statfsSync(dataDir);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
};
