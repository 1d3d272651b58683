import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from "node:fs";

/**
 * Adds bytes at the end of a file, all of them or none: half a line would spoil the next one. A disk that gets full takes a
 * part of what is written without an error, and refuses the rest.
 * @param file opened to append
 * @throws what the system says, the file as it was
 */
export const appendWhole = (file: number, bytes: Buffer): void => {
  const { size } = fstatSync(file);
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  } catch (error) {
    ftruncateSync(file, size);
    throw error;
  }
};

/** The same with a file that is not open. */
export const appendLine = (path: string, line: string): void => {
  const file = openSync(path, "a");
  try {
    appendWhole(file, Buffer.from(line));
  } finally {
    closeSync(file);
  }
};
