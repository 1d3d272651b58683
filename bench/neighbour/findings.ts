import { fileURLToPath } from "node:url";
import type { Context } from "../context.ts";
import { atMost, type Findings, type Row, told, twoDecimals, worst } from "../findings.ts";
import { clientList } from "../import/client-list.ts";
import { findingsOf } from "../support/child.ts";
import { median } from "../support/median.ts";
import { runStack } from "../support/running-stack.ts";
import { sampleClient } from "../support/sample-clients.ts";
import { bareWrites } from "./bare-writes.ts";
import { openBusiness } from "./business.ts";
import { type ImportTimes, importClients } from "./import-clients.ts";
import { ordinaryClient, ordinaryList } from "./ordinary-client.ts";
import { projectionCost } from "./projection-cost.ts";
import { waitsDuring, waitsOf } from "./waits.ts";

interface Flood extends ImportTimes {
  rows: number;
  /** A bare BatchWrite of the same client items, in milliseconds. */
  bare: number;
  /** The neighbour's waits while the import ran. */
  waits: number[];
}

const IDLE_WAITS = 10;

/** Whether a finished import is found, what its lists cost, and what a neighbour notices of it. */
export const neighbourFindings = async (context: Context): Promise<Findings> => {
  const sizes = context.size === "full" ? [1500, 5000] : [300];
  const { idle, floods } = await onStack(context, sizes);
  const cost = await projectionCost(context, "ordinary", { clientOf: ordinaryClient, list: ordinaryList });
  const rich = await projectionCost(context, "rich", { clientOf: sampleClient, list: clientList });
  const all = floods.flatMap(({ waits }) => waits);
  const rounded = (milliseconds: number) => String(Math.round(milliseconds));
  return {
    title: "Neighbour",
    how:
      "On the one-machine stack, on its disk: one account imports a list with a tag of its own; another creates a client with a " +
      "new tag every 1.5 s, and asks for the list of that tag until it shows the client. An import is findable when its count, " +
      "its list and the searches for single names tell of every row. Beside it a bare BatchWrite of the same client items, " +
      "through the same front door. Units and calls are counted between the functions and the engine of the table.",
    rows: [
      ...floods.flatMap(({ rows, finished, findable, bare }) => [
        atMost({ what: `import of ${rows}: findable ÷ finished`, measured: findable / finished, limit: 1 }),
        atMost({
          what: `import of ${rows}: findable ÷ bare BatchWrite`,
          measured: findable / bare,
          limit: 4,
          aim: 2.5,
        }),
      ]),
      atMost({
        what: "another account's worst wait until a client is listed ÷ its wait before",
        measured: Math.max(...all) / idle,
        limit: 5,
        aim: 2,
      }),
      atMost({
        what: "write units of an imported client with two names, an e-mail, a mobile and a tag",
        measured: cost.units,
        limit: 12,
        aim: 10,
      }),
      told("the same with an address, its place on the map and a domain of their own", twoDecimals(rich.units)),
      atMost({ what: "calls to project 100 such clients", measured: cost.calls, limit: 30, aim: 27, write: String }),
      told("the same with an address, its place on the map and a domain of their own", String(rich.calls)),
      await cpuRow(context),
    ],
    details: floods
      .map(
        ({ rows, finished, findable, bare, waits }) =>
          `Import of ${rows}, in ms: finished ${rounded(finished)}, findable ${rounded(findable)}, bare ${rounded(bare)}; the ` +
          `neighbour waited ${rounded(idle)} before it, at worst ${rounded(worst(waits, (wait) => wait))}, mostly ${rounded(median(waits))}.`,
      )
      .join("\n"),
  };
};

const onStack = async (context: Context, sizes: readonly number[]): Promise<{ idle: number; floods: Flood[] }> => {
  context.say("Starting a stack …");
  const stack = await runStack();
  try {
    const neighbour = await openBusiness(stack.url, "Garage Voisin");
    // The first ones wait for the functions to start.
    await waitsOf(neighbour, 3);
    const idle = median(await waitsOf(neighbour, IDLE_WAITS));
    const floods: Flood[] = [];
    for (const rows of sizes) {
      context.say(`Importing ${rows} clients beside a neighbour …`);
      const business = await openBusiness(stack.url, `Garage ${rows}`);
      const importing = importClients(business, rows, `liste${rows}`);
      const waits = await waitsDuring(neighbour, importing);
      floods.push({ rows, ...(await importing), waits, bare: await bareWrites(stack.url, business.id) });
    }
    return { idle, floods };
  } finally {
    await stack.stop();
  }
};

const ROUNDS = 3;

/** The projector's CPU for one client, beside that of another checkout where there is one. */
const cpuRow = async ({ against, say }: Context): Promise<Row> => {
  const own = fileURLToPath(new URL("../..", import.meta.url));
  const child = fileURLToPath(import.meta.resolve("./cpu-child.ts"));
  const measure = (folder: string) => findingsOf<{ milliseconds: number }>([], child, [folder]);
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    say("Projecting clients on a table that answers at once …");
    ours.push((await measure(own)).milliseconds);
    if (against) theirs.push((await measure(against)).milliseconds);
  }
  if (!against) return told("the projector's CPU for one client, ms", twoDecimals(median(ours)));
  return atMost({
    what: "the projector's CPU for one client ÷ that of the other checkout",
    measured: median(ours) / median(theirs),
    limit: 0.5,
    aim: 0.25,
  });
};
