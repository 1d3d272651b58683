import { fileURLToPath } from "node:url";
import { documentClient, openTable } from "../../shared/db/table.ts";
import type { Context } from "../context.ts";
import { atMost, type Findings, table, told, twoDecimals, worst } from "../findings.ts";
import { bundled } from "../support/bundled.ts";
import { findingsOf } from "../support/child.ts";
import { scratchFor } from "../support/scratch.ts";
import { createTable, localClient, startTableEngine } from "../support/table-engine.ts";
import type { CountFindings } from "./count-child.ts";
import type { RequestFindings } from "./request-child.ts";
import { loadAudience, refusing } from "./sample-audience.ts";

const sizes = { quick: 20_000, full: 1_000_000 };
/** What Lambda gives the heap of the planner's 1,024 MB. */
const FLAGS = ["--max-old-space-size=920", "--max-semi-space-size=50"];
const TABLE = "audience";
/** Of a client with its indexes and lists in the engine's file, twice: the file has a log beside it. */
const BYTES = 12_000;

/** Whether the audience of a campaign is told in time, however large the account, and counted within a worker's memory. */
export const audienceFindings = async (context: Context): Promise<Findings> => {
  const clients = sizes[context.size];
  const engine = await startTableEngine(scratchFor(clients * BYTES));
  try {
    const direct = localClient(engine.url);
    await createTable(direct, TABLE);
    context.say(`Loading ${clients} clients into the account of the audience …`);
    await loadAudience(openTable(documentClient(direct), TABLE), clients);
    context.say("Asking for audiences …");
    const script = fileURLToPath(import.meta.resolve("./request-child.ts"));
    const asked = await findingsOf<RequestFindings[]>([], script, [engine.url, TABLE]);
    context.say("Counting everybody …");
    const child = await bundled(import.meta.resolve("./count-child.ts"));
    const count = await findingsOf<CountFindings>(FLAGS, child, [engine.url, TABLE]);
    mustBeExact(count, clients);
    return findingsFrom(clients, asked, count);
  } finally {
    await engine.stop();
  }
};

/** Nobody is counted twice or left out, and everybody is known who wants none. */
const mustBeExact = ({ counts }: CountFindings, clients: number): void => {
  const { matched, included, unsubscribed } = counts;
  const refused = refusing(clients);
  if (matched !== clients || included !== clients - refused || unsubscribed !== refused)
    throw new Error(`The job counted ${JSON.stringify(counts)}.`);
};

const whole = (value: number) => String(Math.round(value));

const findingsFrom = (clients: number, asked: readonly RequestFindings[], count: CountFindings): Findings => {
  const slowest = worst(asked, ({ seconds }) => Math.max(...seconds));
  return {
    title: "Audience",
    how:
      `The audience of a campaign in an account of ${clients} clients, of whose addresses ${refusing(clients)} want no campaigns: ` +
      "asked five times of the function itself, whose calls are counted on their way to dynoxide; then counted to " +
      "its end by the job, in a process with the heap that Lambda gives the planner.",
    rows: [
      atMost({
        what: `seconds of \`POST …/audience\`, the slowest of all (${slowest.what})`,
        measured: Math.max(...slowest.seconds),
        limit: 3,
      }),
      told("clients that the job counts in a second", whole(clients / count.seconds)),
      told("calls of the job for 1,000 clients", twoDecimals(count.calls / (clients / 1000))),
      atMost({ what: "largest resident memory of the job, MiB", measured: count.peak, limit: 1024, write: whole }),
    ],
    details: [
      table(
        ["audience", "seconds, each time", "calls", "in a row", "read units", "counted", "matched", "included"],
        asked.map(({ what, seconds, calls, roundTrips, units, summary }) => [
          what,
          seconds.map((one) => one.toFixed(2)).join(", "),
          String(calls),
          String(roundTrips),
          whole(units),
          String(summary.counted),
          `${summary.matchedExact ? "" : "at least "}${summary.matched}`,
          String(summary.included),
        ]),
      ),
      `The job: ${count.workers} workers one after the other, ${whole(count.seconds)} seconds, ${count.counts.included} included, exactly.`,
    ].join("\n\n"),
  };
};
