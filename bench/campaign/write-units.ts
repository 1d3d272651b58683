import { documentClient, openTable } from "../../shared/db/table.ts";
import { openCountingProxy } from "../capacity/counting-proxy.ts";
import type { Context } from "../context.ts";
import { sampleAccount } from "../support/sample-account.ts";
import { localClient } from "../support/table-engine.ts";
import { provider, runCampaign, startedCampaign } from "./campaign-run.ts";

const RECIPIENTS = 1000;

/** What planning and sending a campaign to a thousand people writes, by the sizes of the items, for each of them. */
export const writeUnitsPerRecipient = async (context: Context, providerUrl: string): Promise<number> => {
  await context.clients("counted", RECIPIENTS);
  const { url, direct, tableName } = await context.engine();
  const account = sampleAccount("counted");
  const campaign = await startedCampaign(openTable(documentClient(direct), tableName), account);
  const proxy = await openCountingProxy({ engine: url, direct, tableName, others: async () => undefined });
  try {
    const mailer = provider(providerUrl);
    await runCampaign(openTable(documentClient(localClient(proxy.url)), tableName), campaign, mailer);
    return proxy.calls.reduce((sum, { writes }) => sum + writes, 0) / mailer.recipients;
  } finally {
    await proxy.close();
  }
};
