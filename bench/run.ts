import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { lazy } from "../shared/lazy.ts";
import { measureRoutes } from "./capacity/capacity.ts";
import { misses } from "./capacity/measure.ts";
import { capacityTable, withCapacity } from "./capacity/table.ts";
import { openWorld } from "./capacity/world.ts";
import { growthRatios } from "./growth/growth.ts";
import { createTable, localClient, startDynamoDbLocal } from "./support/dynamodb-local.ts";
import { warmRatios } from "./warm-request/warm-request.ts";
import { bareHandler } from "./weight/bare-handler.ts";
import { deployedBundles, root } from "./weight/bundles.ts";
import { loadTimes } from "./weight/load.ts";

/** One figure of the performance table, as a ratio or a count. */
interface Row {
  what: string;
  of: string;
  measured: number;
  must: number;
  aim: number;
}

const { values } = parseArgs({
  options: { quick: { type: "boolean", default: false }, only: { type: "string" } },
});
const { quick, only } = values;

/** Bytes and load time of every deployed function, against the least handler with the same SDK clients. */
const weights = async (): Promise<Row[]> => {
  const { bundles, metafile } = await deployedBundles();
  const rows: Row[] = [];
  for (const bundle of bundles) {
    const bare = await bareHandler(bundle, metafile, join(root, ".cache/bench/bare", bundle.name));
    const times = await loadTimes(bundle, bare, quick ? 7 : 25);
    rows.push(
      { what: "bytes of the bundle", of: bundle.name, measured: bundle.bytes / bare.bytes, must: 1.25, aim: 1.1 },
      { what: "load of the module", of: bundle.name, measured: times.ours / times.bare, must: 1.2, aim: 1.1 },
    );
  }
  return rows.sort((a, b) => (a.what < b.what ? -1 : a.what > b.what ? 1 : b.measured - a.measured));
};

const warm = async (): Promise<Row[]> =>
  (await warmRatios(quick)).map(({ route, ratio }) => ({
    what: "CPU of a warm request",
    of: route,
    measured: ratio,
    must: 4,
    aim: 2.5,
  }));

/** The functions on a table of their own; once, since a process has one environment. */
const openedWorld = lazy(async () => {
  const engine = await startDynamoDbLocal();
  const direct = localClient(engine.url);
  const tableName = "bench";
  await createTable(direct, tableName);
  return { engine, source: { direct, tableName }, world: await openWorld({ url: engine.url, direct, tableName }) };
});

/** Units and round trips of every route; the table in docs/data-model.md is written anew. */
const capacity = async (): Promise<Row[]> => {
  const { world, source } = await openedWorld();
  const measured = await measureRoutes(source, world);
  const document = join(root, "docs/data-model.md");
  await writeFile(document, withCapacity(await readFile(document, "utf8"), capacityTable(measured)));
  const unexplained = measured.filter((one) => misses(one).length > 0 && !one.because).length;
  return [{ what: "routes that miss a must without a reason", of: "all", measured: unexplained, must: 0, aim: 0 }];
};

/** The daily questions in a large account against a small one. */
const growth = async (): Promise<Row[]> => {
  const { world } = await openedWorld();
  const sizes = quick ? { small: 500, large: 5000 } : { small: 1000, large: 100_000 };
  const found = await growthRatios(world, sizes);
  const what = `read units at ${sizes.large} clients ÷ at ${sizes.small}`;
  return found.map(({ what: of, ratio }) => ({ what, of, measured: ratio, must: 1, aim: 1 }));
};

const verdict = ({ measured, must, aim }: Row): string => {
  if (measured > must + 0.005) return "misses the must";
  return measured > aim + 0.005 ? "within the must" : "meets the aim";
};

const parts: [name: string, work: () => Promise<Row[]>][] = [
  ["weights", weights],
  ["warm", warm],
  ["capacity", capacity],
  ["growth", growth],
];

const rows: Row[] = [];
for (const [name, work] of parts.filter(([name]) => only === undefined || name === only)) {
  console.log(`\n${name}`);
  const found = await work();
  for (const row of found) {
    console.log(
      `  ${row.measured.toFixed(2)}  must ${row.must}  aim ${row.aim}  ${row.what}: ${row.of} (${verdict(row)})`,
    );
  }
  rows.push(...found);
}

const table = rows.map(
  (row) => `| ${row.what} | ${row.of} | ${row.measured.toFixed(2)} | ${row.must} | ${row.aim} | ${verdict(row)} |`,
);
if (only !== "weights" && only !== "warm") await (await openedWorld()).engine.stop();
// One part alone is for looking: the page keeps what was measured together.
if (only) process.exit(0);
await writeFile(
  join(root, "docs/benchmarks.md"),
  `# Benchmarks

Written by \`npm run bench\`${quick ? " -- --quick (small sizes: run it whole for the figures that count)" : ""}. Ratios, not
milliseconds: both sides are measured in turns on the same machine. The bare handler of a bundle imports the same SDK clients
and commands, built with the same settings; the bare request does the same JSON and schemas without our pipeline.

| what | of | measured | must | aim | |
|---|---|---|---|---|---|
${table.join("\n")}
`,
);
process.exit(0);
