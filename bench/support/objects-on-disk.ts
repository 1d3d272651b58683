import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Recipient, Snapshots } from "../../functions/campaigns/planning/snapshots.ts";

/** Not in memory: there, what is measured would grow with the list. */
export const objectsOnDisk = (folder: string): Snapshots => {
  const pathOf = (key: string) => join(folder, key.replaceAll("/", "_"));
  return {
    write: (key, recipients) => writeFile(pathOf(key), JSON.stringify(recipients)),
    read: async (key): Promise<Recipient[]> => JSON.parse(await readFile(pathOf(key), "utf8")),
  };
};
