import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { campaignFindings } from "./campaign/findings.ts";
import { capacityFindings } from "./capacity/findings.ts";
import { type Context, openContext } from "./context.ts";
import type { Findings } from "./findings.ts";
import { growthFindings } from "./growth/findings.ts";
import { importFindings } from "./import/findings.ts";
import { benchmarksPage, printed } from "./report.ts";
import { warmFindings } from "./warm-request/findings.ts";
import { weightFindings } from "./weight/findings.ts";

const measurements: Record<string, (context: Context) => Promise<Findings>> = {
  weight: weightFindings,
  warm: warmFindings,
  capacity: capacityFindings,
  growth: growthFindings,
  campaign: campaignFindings,
  import: importFindings,
};

const root = resolve(import.meta.dirname, "..");
const kept = join(root, ".cache/bench/findings");

const { values } = parseArgs({
  options: { quick: { type: "boolean", default: false }, only: { type: "string" } },
});
const names = values.only?.split(",") ?? Object.keys(measurements);
const unknown = names.filter((name) => !(name in measurements));
if (unknown.length > 0)
  throw new Error(`Measured can be ${Object.keys(measurements).join(", ")}; not ${unknown.join(", ")}.`);

const context = openContext(values.quick ? "quick" : "full", (line) => console.error(line));
const started = performance.now();
let missed = 0;
try {
  for (const name of names) {
    const findings = await measurements[name]?.(context);
    if (!findings) continue;
    console.log(`\n${printed(findings)}`);
    missed += findings.rows.filter(({ verdict }) => verdict === "missed").length;
    if (!values.quick) await keep(name, findings);
  }
} finally {
  await context.close();
}
if (!values.quick) await publish();
console.log(`\n${missed} figures miss their must (${Math.round((performance.now() - started) / 1000)} s)`);

/** Each measurement may be made alone: the page is put together of the latest of each. */
async function keep(name: string, findings: Findings): Promise<void> {
  await mkdir(kept, { recursive: true });
  await writeFile(join(kept, `${name}.json`), JSON.stringify(findings));
}

async function publish(): Promise<void> {
  const files = Object.keys(measurements).map((name) => join(kept, `${name}.json`));
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) {
    console.log("\ndocs/benchmarks.md is written when everything has been measured once in full.");
    return;
  }
  const all = await Promise.all(files.map(async (file): Promise<Findings> => JSON.parse(await readFile(file, "utf8"))));
  await writeFile(join(root, "docs/benchmarks.md"), benchmarksPage(all));
}
