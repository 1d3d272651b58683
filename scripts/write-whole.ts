import { rename, writeFile } from "node:fs/promises";

/** Nobody who reads the file meanwhile finds a part of it. */
export const writeWhole = async (file: string, text: string): Promise<void> => {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text);
  await rename(draft, file);
};
