import { globSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

export interface Found<Exported> {
  /** From the root of the repository. */
  readonly file: string;
  readonly exported: Exported;
}

/** What files of one name export, wherever a feature has one: what is declared so is listed nowhere. */
export const found = async <Exported>(pattern: string): Promise<Found<Exported>[]> =>
  Promise.all(
    globSync(pattern, { cwd: root })
      .sort()
      .map(async (file) => ({ file, exported: (await import(join(root, file))) as Exported })),
  );
