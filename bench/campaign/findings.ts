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

/** How fast a campaign goes out, and what it costs. */
export const campaignFindings = async (context: Context): Promise<Findings> => {
  const recipients = context.size === "full" ? 100_000 : 5000;
  // The large account of another measurement will do.
  await context.clients("large", recipients);
  const child = await bundled(import.meta.resolve("./child.ts"));
  const { url, tableName } = await context.engine();
  const slow = await startProvider(ANSWER_MS);
  const instant = await startProvider(0);
  try {
    context.say(`Sending a campaign to ${recipients} clients …`);
    const run = (provider: { url: string }) =>
      findingsOf<CampaignFindings>(FLAGS, child, [url, provider.url, tableName, "large", String(recipients)]);
    const found = await run(slow);
    const atOnce = await run(instant);
    const units = await writeUnitsPerRecipient(context, instant.url);
    const three = (value: number) => value.toFixed(3);
    return {
      title: "Campaign",
      how:
        `${recipients} recipients, planned and sent by the project's own planner and ${SENDERS} senders, with DynamoDB Local, queues ` +
        `in memory, and a provider in another process that answers each call of fifty after ${ANSWER_MS} ms, as SES might. ` +
        "Beside it a bare loop: the very same writes and as many of the same calls, as many side by side, and nothing read.",
      rows: [
        atLeast({
          what: "recipients a second ÷ bare loop",
          measured: found.bareSeconds / found.seconds,
          must: 0.6,
          aim: 0.8,
        }),
        atMost({ what: "write units for each recipient", measured: units, must: 0.15, write: three }),
        atMost({
          what: "calls of the provider for 1,000 recipients",
          measured: (found.calls / found.recipients) * 1000,
          must: 20,
          write: String,
        }),
        atMost({
          what: "memory at the end ÷ after a tenth",
          measured: found.memory.late / found.memory.early,
          must: 1.25,
          aim: 1.1,
        }),
        told("the same with a provider that answers at once", twoDecimals(atOnce.bareSeconds / atOnce.seconds)),
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
