import { glob, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");

/** Every file of a feature that exports a `handler` is a Lambda function: `functions/clients/api` → its source. */
export const entryPoints = async (): Promise<Record<string, string>> => {
  const entries: Record<string, string> = {};
  for await (const file of glob("functions/*/*.ts", { cwd: root })) {
    const source = await readFile(join(root, file), "utf8");
    if (/^export const handler\b/m.test(source)) entries[file.slice(0, -".ts".length)] = file;
  }
  return entries;
};
