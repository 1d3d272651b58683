import { statfsSync } from "node:fs";
import { freemem, tmpdir } from "node:os";

const memory = "/dev/shm";
/** A container may give it 64 MB. */
const LEAST_BYTES = 2 ** 30;

/** Memory where the machine offers so much of it as a folder: what is measured or tried there is our code, not the disk. */
export const scratchFor = (bytes: number): string => {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize > bytes && freemem() > bytes ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
};

export const scratch = scratchFor(LEAST_BYTES);
