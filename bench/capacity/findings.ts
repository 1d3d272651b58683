import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Context } from "../context.ts";
import { atMost, type Findings, type Row, told, worst } from "../findings.ts";
import { measureRoutes } from "./capacity.ts";
import { limits, type Measured, misses, ratioOf } from "./measure.ts";
import { capacityTable, withCapacity } from "./table.ts";

const document = resolve(import.meta.dirname, "../../docs/data-model.md");

/** What every route reads and writes; the whole table goes into docs/data-model.md. */
export const capacityFindings = async (context: Context): Promise<Findings> => {
  const { measured, missing } = await measureRoutes(await context.engine(), await context.world());
  for (const route of missing) context.say(`${route}: nothing says what it should cost`);
  await writeFile(document, withCapacity(await readFile(document, "utf8"), capacityTable(measured)));
  const explained = measured.filter((one) => misses(one).length > 0 && one.because);
  const plain = measured.filter((one) => !explained.includes(one));
  const reading = plain.filter(({ minimumReads }) => minimumReads > 0);
  const writing = plain.filter(({ minimumWrites }) => minimumWrites > 0);
  const onlyReading = plain.filter(({ minimumWrites }) => minimumWrites === 0);
  const most = (all: readonly Measured[], of: (one: Measured) => number) => of(worst(all, of));
  const trips = (what: string, all: readonly Measured[], limit: number): Row =>
    atMost({ what, measured: most(all, ({ rounds }) => rounds), limit, write: String });
  return {
    title: "Units of every route",
    how:
      "Every route of every manifest, in every way that reads otherwise, in an account with two pages of everything: DynamoDB " +
      "Local's count, checked against the sizes of the items, beside a minimum worked out by hand from what the route answers " +
      "(docs/data-model.md has the table, and the reason where a limit is not kept; a test keeps it true).",
    rows: [
      atMost({
        what: "read units ÷ minimum",
        measured: most(reading, (one) => ratioOf(one.reads, one.minimumReads)),
        limit: limits.reads,
        aim: 1,
      }),
      atMost({
        what: "write units ÷ minimum",
        measured: most(writing, (one) => ratioOf(one.writes, one.minimumWrites)),
        limit: limits.writes,
        aim: 1,
      }),
      trips("round trips to read", onlyReading, limits.roundsToRead),
      trips("round trips to write", writing, limits.roundsToWrite),
      atMost({ what: "routes without a minimum", measured: missing.length, limit: 0, write: String }),
      told("exceptions, each with its reason", `${explained.length} of ${measured.length}`),
    ],
  };
};
