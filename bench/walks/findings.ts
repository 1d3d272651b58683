import { documentClient, openTable } from "../../shared/db/table.ts";
import type { Context } from "../context.ts";
import { atMost, type Findings, table, twoDecimals, worst } from "../findings.ts";
import { loadClients } from "../support/load-clients.ts";
import { WINTER, walkedClient } from "./clients.ts";
import { type Walk, walksOf } from "./walks.ts";

const sizes = { quick: [500, 2000], full: [500, 2000, 50_000] };

/** Whether a page costs more where many others meet half of what was asked for. */
export const walkFindings = async (context: Context): Promise<Findings> => {
  const world = await context.world();
  const { direct, tableName } = await context.engine();
  const measured: { others: number; walks: Walk[] }[] = [];
  for (const others of sizes[context.size]) {
    const caller = await world.callerOf(`walks-${others}`);
    context.say(`Loading ${WINTER + others} clients into the account "walks-${others}" …`);
    const all = openTable(documentClient(direct), tableName);
    await loadClients(all, caller.account.id, WINTER + others, { clientOf: walkedClient(others, caller.ownerId) });
    measured.push({ others, walks: await walksOf(world, caller) });
  }
  const walks = measured.flatMap(({ others, walks: found }) => found.map((walk) => ({ ...walk, others })));
  const most = worst(walks, ({ calls }) => calls);
  const longest = worst(walks, ({ inARow }) => inARow);
  const [first, ...larger] = measured;
  const growth = (first?.walks ?? []).map(({ what, units }, at) => ({
    what,
    ratio: Math.max(...larger.map((one) => (one.walks[at]?.units ?? Number.NaN) / units)),
  }));
  const steepest = worst(growth, ({ ratio }) => ratio);
  return {
    title: "Walks",
    how:
      `${WINTER} clients with the tag \`Hiver\`, then ${measured.map(({ others }) => others).join(", ")} newer ones whose names begin ` +
      "with `Am`, one of them with the tag `Rare`; 300 of both kinds are assigned to a member. The calls of the table and the read " +
      "units of a page of 20, by how many others there are.",
    rows: [
      atMost({
        what: `calls for a page, for field staff too (${most.what}, ${most.others} others)`,
        measured: most.calls,
        limit: 4,
        write: String,
      }),
      atMost({
        what: `of them in a row (${longest.what}, ${longest.others} others)`,
        measured: longest.inARow,
        limit: 4,
        write: String,
      }),
      atMost({
        what: `units with the most others ÷ with the fewest (${steepest.what})`,
        measured: steepest.ratio,
        limit: 1,
        aim: 1,
      }),
    ],
    details: table(
      ["question", ...measured.map(({ others }) => `${others} others: calls (in a row), units`)],
      growth.map(({ what }, at) => [
        what,
        ...measured.map(({ walks: found }) => {
          const walk = found[at];
          return walk ? `${walk.calls} (${walk.inARow}), ${twoDecimals(walk.units)}` : "";
        }),
      ]),
    ),
  };
};
