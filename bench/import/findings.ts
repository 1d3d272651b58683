import type { Context } from "../context.ts";
import { atLeast, atMost, type Findings, told } from "../findings.ts";
import { bundled } from "../support/bundled.ts";
import { findingsOf } from "../support/child.ts";
import { median } from "../support/median.ts";
import { createTable } from "../support/table-engine.ts";
import type { ImportFindings } from "./child.ts";
import { SHARING } from "./client-list.ts";

/** What Lambda gives the heap of a function of 256 MB: nine tenths, and a twentieth for what is young. */
const FLAGS = ["--max-old-space-size=230", "--max-semi-space-size=12"];

/** How fast a client list is taken in, and in how much memory. */
export const importFindings = async (context: Context): Promise<Findings> => {
  const rows = context.size === "full" ? 100_000 : 5000;
  const child = await bundled(import.meta.resolve("./child.ts"));
  const { url, direct } = await context.engine();
  const tables = new Set<string>();
  const run = async (mode: "import" | "raw" | "shared", count: number): Promise<ImportFindings> => {
    const name = `${mode}-${tables.size}`;
    tables.add(name);
    await createTable(direct, name);
    context.say(`${mode === "raw" ? "Writing" : "Importing"} ${count} clients …`);
    return findingsOf<ImportFindings>(FLAGS, child, [mode, url, name, name, String(count)]);
  };
  const few = await run("import", Math.round(rows / 10));
  // The machine has other things to do: the two in turns.
  const raw = [await run("raw", rows)];
  const found = [await run("import", rows)];
  raw.push(await run("raw", rows));
  const shared = await run("shared", rows);
  if (context.size === "quick") found.push(await run("import", rows));
  const seconds = (all: readonly ImportFindings[]) => median(all.map((one) => one.seconds));
  const peak = Math.max(...[...found, shared].map((one) => one.peak));
  const whole = (value: number) => String(Math.round(value));
  const mistaken = found.some(({ counts }) => counts.created !== rows);
  if (mistaken) throw new Error(`Not every row became a client: ${JSON.stringify(found[0]?.counts)}.`);
  const apart = shared.counts.created === rows && shared.counts.conflicts === rows / SHARING;
  if (!apart) throw new Error(`Not every person became a client of their own: ${JSON.stringify(shared.counts)}.`);
  return {
    title: "Import",
    how:
      `A list of ${rows} clients with names, e-mails, mobiles, addresses and tags, read from a stream by the project's own import and ` +
      "job runner, into dynoxide. Beside it the batches that it writes, alone. Memory: the largest resident set of the " +
      "process, with the heap that Lambda gives a function of 256 MB. In the list of shared addresses, every tenth row is " +
      "about somebody else at the e-mail of the row before: each becomes a client, and is listed as a conflict.",
    rows: [
      atLeast({
        what: "rows a second ÷ raw BatchWrite of the same items",
        measured: seconds(raw) / seconds(found),
        limit: 0.3,
        aim: 0.6,
      }),
      atMost({ what: "largest resident memory, MiB", measured: peak, limit: 256, write: whole }),
      told(
        "rows a second where a tenth share an address ÷ where none do",
        (seconds(found) / shared.seconds).toFixed(2),
      ),
      told("of it with a tenth of the rows, MiB", whole(few.peak)),
    ],
  };
};
