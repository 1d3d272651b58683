import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { median } from "../support/median.ts";
import { type Bundle, root } from "./bundles.ts";

const run = promisify(execFile);

/** Loads a module in a process of its own; milliseconds of CPU from the import to the handler, of all threads. */
const loadOnce = async (entry: string): Promise<number> => {
  const url = pathToFileURL(join(root, entry)).href;
  const script = `const before = process.cpuUsage();
    await import(${JSON.stringify(url)});
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { env: { TZ: "UTC" } });
  return Number(stdout);
};

/** So often is a ratio looked at that comes out near the limit, on either side: chance is not to decide there. */
export const TIMES_IN_DOUBT = 4;

/**
 * How long ours takes to load beside the other: the ratio of the medians, measured in turns, since whatever else the
 * machine does meanwhile it does to both.
 */
export const loadRatioOf = async (ours: Bundle, bare: Bundle, runs: number, limit: number): Promise<number> => {
  const times = { ours: [] as number[], bare: [] as number[] };
  const ratio = () => median(times.ours) / median(times.bare);
  const isClear = () => Math.abs(ratio() - limit) > 0.1;
  for (let turn = 0; turn < runs * TIMES_IN_DOUBT; turn++) {
    if (turn === runs && isClear()) break;
    // Who comes second may find the machine warmer.
    const order = turn % 2 === 0 ? (["ours", "bare"] as const) : (["bare", "ours"] as const);
    for (const which of order) times[which].push(await loadOnce(which === "ours" ? ours.entry : bare.entry));
  }
  return ratio();
};
