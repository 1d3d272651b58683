import type { Context } from "../context.ts";
import { atMost, type Findings } from "../findings.ts";
import { bundled } from "../support/bundled.ts";
import { findingsOf } from "../support/child.ts";
import { median } from "../support/median.ts";
import type { WarmRatio } from "./warm-request.ts";

/** What our own code costs on a warm request. */
export const warmFindings = async ({ size, say }: Context): Promise<Findings> => {
  const child = await bundled(import.meta.resolve("./child.ts"));
  const [processes, time] = size === "full" ? [7, 200] : [3, 60];
  const seen: WarmRatio[][] = [];
  for (let process = 0; process < processes; process++) {
    seen.push(await findingsOf<WarmRatio[]>([], child, [String(time)]));
    say(
      `warm: ${seen
        .at(-1)
        ?.map(({ route, ratio }) => `${route} ${ratio.toFixed(2)}`)
        .join(", ")}`,
    );
  }
  const [first = []] = seen;
  const ratios = first.map(({ route }, index) => ({ route, ratio: median(seen.map((one) => one[index]?.ratio ?? 0)) }));
  return {
    title: "A warm request",
    how:
      "The clients' routes through the whole stack (who calls, limits, validation, use case, parse of the answer, log line) on " +
      "a table that answers at once, beside a handler that does the same JSON and the same schemas and nothing else; bundled " +
      `as deployed, tinybench, the two in turns; medians of ${processes} processes. Adding a client includes reading ` +
      "its phone number and working out all that it is found by, which the bare handler does not.",
    rows: ratios.map(({ route, ratio }) =>
      atMost({ what: `\`${route}\` ÷ bare handler`, measured: ratio, limit: 2.5, aim: 2 }),
    ),
  };
};
