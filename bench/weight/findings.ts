import { join } from "node:path";
import type { Context } from "../context.ts";
import { atMost, type Findings, type Row, table, twoDecimals, worst } from "../findings.ts";
import { bareHandler } from "./bare-handler.ts";
import { type Bundle, deployedBundles, root } from "./bundles.ts";
import { loadRatioOf, TIMES_IN_DOUBT } from "./load.ts";

const LOAD_LIMIT = 1.2;

interface Weighed {
  bundle: Bundle;
  bare: Bundle;
  load: number;
}

/** What each deployed function weighs and how long it takes to load, beside the least handler with the same SDK clients. */
export const weightFindings = async ({ size, say }: Context): Promise<Findings> => {
  const { bundles, metafile } = await deployedBundles();
  const runs = size === "full" ? 25 : 7;
  const weighed: Weighed[] = [];
  for (const bundle of bundles) {
    const bare = await bareHandler(bundle, metafile, join(root, ".cache/bench/bare", bundle.name));
    const load = await loadRatioOf(bundle, bare, runs, LOAD_LIMIT);
    weighed.push({ bundle, bare, load });
    say(`${bundle.name}: load ${twoDecimals(load)}, bytes ${twoDecimals(bundle.bytes / bare.bytes)}`);
  }
  const withRoutes = weighed.filter(({ bundle }) => /\/(?:api|pages)$/.test(bundle.name));
  const workers = weighed.filter((one) => !withRoutes.includes(one));
  const within = (ratio: (one: Weighed) => number, limit: number) =>
    `${weighed.filter((one) => Number(ratio(one).toFixed(2)) <= limit).length} of ${weighed.length}`;
  return {
    title: "Bundles",
    how:
      "Every function as it is deployed, beside a bare handler: the same SDK clients and commands (read from what esbuild " +
      "says of the bundle), on demand where the function loads them on demand, the same settings, nothing else. Counted is " +
      "the entry and what it loads at once. Load: a fresh process each time, the two in turns, " +
      `${runs} times, and ${runs * TIMES_IN_DOUBT} where that comes out within a tenth of the limit; medians of the CPU time between import and handler, since clocks on shared machines measure the others.`,
    rows: [...rowsOf("functions with routes", withRoutes), ...rowsOf("workers", workers)],
    details: [
      `Within the limit: ${within(loadRatio, LOAD_LIMIT)} in load, ${within(bytesRatio, 1.25)} in bytes. Functions with routes load each ` +
        "use case, its schemas and zod with the first request that asks for it (docs/adr/0022): the last column holds them.",
      "",
      table(
        ["function", "load", "bytes", "KB", "of the bare handler", "KB with what is loaded on demand"],
        weighed.map((one) => [
          `\`${one.bundle.name}\``,
          twoDecimals(one.load),
          twoDecimals(bytesRatio(one)),
          kilobytes(one.bundle.bytes),
          kilobytes(one.bare.bytes),
          kilobytes(one.bundle.allBytes),
        ]),
      ),
    ].join("\n"),
  };
};

const loadRatio = ({ load }: Weighed): number => load;

const rowsOf = (which: string, weighed: readonly Weighed[]): Row[] => {
  const [slowest, heaviest] = [worst(weighed, loadRatio), worst(weighed, bytesRatio)];
  return [
    atMost({
      what: `module load ÷ bare handler, ${which} (most: ${slowest.bundle.name})`,
      measured: slowest.load,
      limit: LOAD_LIMIT,
      aim: 1.1,
    }),
    atMost({
      what: `minified bytes ÷ bare handler, ${which} (most: ${heaviest.bundle.name})`,
      measured: bytesRatio(heaviest),
      limit: 1.25,
      aim: 1.1,
    }),
  ];
};

const bytesRatio = ({ bundle, bare }: Weighed): number => bundle.bytes / bare.bytes;
const kilobytes = (bytes: number): string => String(Math.round(bytes / 1000));
