import { existsSync } from "node:fs";
import { glob, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Context, openContext } from "./context.ts";
import type { Findings } from "./findings.ts";
import { benchmarksPage, printed } from "./report.ts";

/** Every folder with a `findings.ts` is a measurement of its name. */
const measurements: string[] = [];
for await (const file of glob("*/findings.ts", { cwd: import.meta.dirname })) measurements.push(dirname(file));
measurements.sort();

const root = resolve(import.meta.dirname, "..");
const kept = join(root, ".cache/bench/findings");

const { values } = parseArgs({
  options: { quick: { type: "boolean", default: false }, only: { type: "string" }, against: { type: "string" } },
});
const names = values.only?.split(",") ?? measurements;
const unknown = names.filter((name) => !measurements.includes(name));
if (unknown.length > 0) throw new Error(`Measured can be ${measurements.join(", ")}; not ${unknown.join(", ")}.`);

const against = values.against && resolve(values.against);
const context = openContext(values.quick ? "quick" : "full", (line) => console.error(line), against);
const started = performance.now();
let missed = 0;

const measured = async (name: string): Promise<Findings> => {
  const exported: Record<string, (context: Context) => Promise<Findings>> = await import(`./${name}/findings.ts`);
  const [measure, ...others] = Object.values(exported);
  if (!measure || others.length > 0) throw new Error(`bench/${name}/findings.ts has to export one function.`);
  return measure(context);
};

/** Each measurement may be made alone: the page is put together of the latest of each. */
const keep = async (name: string, findings: Findings): Promise<void> => {
  await mkdir(kept, { recursive: true });
  await writeFile(join(kept, `${name}.json`), JSON.stringify(findings));
};

try {
  for (const name of names) {
    const findings = await measured(name);
    console.log(`\n${printed(findings)}`);
    missed += findings.rows.filter(({ verdict }) => verdict === "missed").length;
    if (!values.quick) await keep(name, findings);
  }
} finally {
  await context.close();
}

const publish = async (): Promise<void> => {
  const files = measurements.map((name) => join(kept, `${name}.json`));
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) {
    console.log("\ndocs/benchmarks.md is written when everything has been measured once in full.");
    return;
  }
  const all = await Promise.all(files.map(async (file): Promise<Findings> => JSON.parse(await readFile(file, "utf8"))));
  await writeFile(join(root, "docs/benchmarks.md"), benchmarksPage(all));
};

if (!values.quick) await publish();
console.log(`\n${missed} figures are beyond their limit (${Math.round((performance.now() - started) / 1000)} s)`);
