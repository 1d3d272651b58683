import { useCases } from "../../../../functions/campaigns/api.ts";
import type { CampaignDeps } from "../../../../functions/campaigns/deps.ts";
import type { Recipient } from "../../../../functions/campaigns/planning/snapshots.ts";
import { api } from "../../../../shared/app/api.ts";
import type { AccountId } from "../../../../shared/ids.ts";
import { clientWrites, fill, testClient } from "../../../support/campaigns/scenario.ts";
import { testClock, testDeps } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";

/** Campaigns on an empty table, with the snapshots in memory. */
export const campaignsFeature = async () => {
  const { table, client, tableName } = await testTable();
  const clock = testClock();
  const snapshots = new Map<string, readonly Recipient[]>();
  const read = async (key: string) => snapshots.get(key) ?? [];
  const deps: CampaignDeps = {
    ...testDeps(table, { clock }),
    senderEmail: "bonjour@clientele.example",
    publicUrl: "https://pages.example",
    images: async () => ({ of: async ({ key, contentType }) => `https://files.example/${key}?as=${contentType}` }),
    snapshots: async () => ({ read }),
  };
  const handler = api(() => deps, useCases);

  /** Clients in the table and in its lists. */
  const someClients = async (accountId: AccountId, count: number, given: Parameters<typeof testClient>[2][] = []) => {
    const clients = Array.from({ length: count }, (_, number) => testClient(accountId, number, given[number]));
    await fill(table, accountId, clients.flatMap(clientWrites));
    return clients;
  };

  return { table, client, tableName, clock, deps, handler, snapshots, someClients };
};
