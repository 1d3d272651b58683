import { documentClient, openTable } from "../../shared/db/table.ts";
import { openDoor } from "../capacity/door.ts";
import type { Context } from "../context.ts";
import { localClient } from "../support/dynamodb-local.ts";
import { sampleAccount } from "../support/sample-account.ts";
import { provider, runCampaign, startedCampaign } from "./campaign-run.ts";

const RECIPIENTS = 1000;

/** What planning and sending a campaign to a thousand people writes, by the sizes of the items, for each of them. */
export const writeUnitsPerRecipient = async (context: Context, providerUrl: string): Promise<number> => {
  await context.clients("counted", RECIPIENTS);
  const { url, direct, tableName } = await context.engine();
  const account = sampleAccount("counted");
  const campaign = await startedCampaign(openTable(documentClient(direct), tableName), account);
  const door = await openDoor({ engine: url, direct, tableName, others: async () => undefined });
  try {
    const mailer = provider(providerUrl);
    await runCampaign(openTable(documentClient(localClient(door.url)), tableName), campaign, mailer);
    return door.calls.reduce((sum, { writes }) => sum + writes, 0) / mailer.recipients;
  } finally {
    await door.close();
  }
};
