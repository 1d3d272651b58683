import type { Context } from "../context.ts";
import { atLeast, atMost, type Findings, told, twoDecimals } from "../findings.ts";
import { bundled } from "../support/bundled.ts";
import { findingsOf } from "../support/child.ts";
import { SENDERS } from "./campaign-run.ts";
import type { CampaignFindings } from "./child.ts";
import { startProvider } from "./provider-process.ts";
import { writeUnitsPerRecipient } from "./write-units.ts";

/** How long SES may take for a call of fifty. */
const ANSWER_MS = 100;
/** What Lambda gives the heap of the sender's 512 MB. */
const FLAGS = ["--expose-gc", "--max-old-space-size=460", "--max-semi-space-size=25"];

/** Accounts whose size is that of a campaign to everybody in them; the large one of another measurement will do. */
const small = { account: "campaign", recipients: 5000 };
const large = { account: "large", recipients: 100_000 };
/** What the process sends first, unmeasured. */
const warmUp = { account: "counted", recipients: 1000 };

/** How fast a campaign goes out, and what it costs. */
export const campaignFindings = async (context: Context): Promise<Findings> => {
  const sizes = context.size === "full" ? [small, large] : [small];
  for (const { account, recipients } of [warmUp, ...sizes]) await context.clients(account, recipients);
  const child = await bundled(import.meta.resolve("./child.ts"));
  const { url, tableName } = await context.engine();
  const slow = await startProvider(ANSWER_MS);
  const instant = await startProvider(0);
  try {
    const run = (provider: { url: string }, { account, recipients }: typeof small) => {
      context.say(`Sending a campaign to ${recipients} clients …`);
      return findingsOf<CampaignFindings>(FLAGS, child, [
        url,
        provider.url,
        tableName,
        warmUp.account,
        account,
        String(recipients),
      ]);
    };
    const found: CampaignFindings[] = [];
    for (const size of sizes) found.push(await run(slow, size));
    const longest = found.at(-1);
    if (!longest) throw new Error("Nothing was measured.");
    const atOnce = await run(instant, sizes.at(-1) ?? small);
    const units = await writeUnitsPerRecipient(context, instant.url);
    const three = (value: number) => value.toFixed(3);
    return {
      title: "Campaign",
      how:
        `${sizes.map(({ recipients }) => recipients).join(" and ")} recipients, planned and sent by the project's own planner and ${SENDERS} senders, ` +
        "with dynoxide for the table, queues " +
        `in memory, and a provider in another process that answers each call of fifty after ${ANSWER_MS} ms, as SES might. ` +
        "Beside it a bare loop: the very same writes and as many of the same calls, as many side by side, and nothing read. " +
        "Both have been run before in small by the same process, so that neither pays for what a process does once.",
      rows: [
        ...found.map(({ recipients, bareSeconds, seconds }) =>
          atLeast({
            what: `recipients a second ÷ bare loop, ${recipients}`,
            measured: bareSeconds / seconds,
            limit: 0.8,
            aim: 0.9,
          }),
        ),
        atMost({ what: "write units for each recipient", measured: units, limit: 0.15, write: three }),
        atMost({
          what: "calls of the provider for 1,000 recipients",
          measured: (longest.calls / longest.recipients) * 1000,
          limit: 20,
          write: String,
        }),
        atMost({
          what: "memory at the end ÷ after a tenth",
          measured: longest.memory.late / longest.memory.early,
          limit: 1.25,
          aim: 1.1,
        }),
        told(
          "recipients a second ÷ bare loop with a provider that answers at once",
          twoDecimals(atOnce.bareSeconds / atOnce.seconds),
        ),
      ],
      details:
        "With a provider that answers at once, what is measured is the emulator's reading: every client is read when the " +
        "campaign is planned, and once more when the e-mail goes out, so that names, addresses and consent are those of the moment.",
    };
  } finally {
    slow.stop();
    instant.stop();
  }
};
