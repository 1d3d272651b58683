import type { Context } from "../context.ts";
import { atMost, type Findings, table, twoDecimals, worst } from "../findings.ts";
import { growthRatios } from "./growth.ts";

/** Whether people of a large account pay for its size. */
export const growthFindings = async (context: Context): Promise<Findings> => {
  const sizes = context.size === "full" ? { small: 1000, large: 100_000 } : { small: 1000, large: 5000 };
  await context.clients("small", sizes.small);
  await context.clients("large", sizes.large);
  const ratios = await growthRatios(await context.world());
  const most = worst(ratios, ({ ratio }) => ratio);
  return {
    title: "Growth",
    how:
      `The read units of the same questions in an account of ${sizes.large} clients and in one of ${sizes.small}; an account grows ` +
      "town by town, so that as many clients stand around a place. Counts of several filters at once are bounded by 1,000 matches instead.",
    rows: [
      atMost({
        what: `units of the large account ÷ the small one's (${most.what})`,
        measured: most.ratio,
        limit: 1,
        aim: 1,
      }),
    ],
    details: table(
      ["question", `units at ${sizes.small}`, `at ${sizes.large}`, "ratio"],
      ratios.map(({ what, small, large, ratio }) => [what, String(small), String(large), twoDecimals(ratio)]),
    ),
  };
};
