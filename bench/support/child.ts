import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs a module in a process of its own; answers what it says in its last line, as JSON. */
export const findingsOf = async <T>(
  flags: readonly string[],
  module: string,
  parameters: readonly string[],
): Promise<T> => {
  const { stdout } = await run(process.execPath, [...flags, module, ...parameters], { maxBuffer: 16 * 1_048_576 });
  const said: T = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  return said;
};
