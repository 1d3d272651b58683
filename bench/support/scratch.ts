import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";

const memory = "/dev/shm";
/** A container may give it 64 MB. */
const LEAST_BYTES = 2 ** 30;

/** Memory where the machine offers it as a folder: what is measured or tried there is our code, not the disk. */
const isRoomy = (): boolean => {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize > LEAST_BYTES;
  } catch {
    return false;
  }
};

export const scratch = isRoomy() ? memory : tmpdir();
