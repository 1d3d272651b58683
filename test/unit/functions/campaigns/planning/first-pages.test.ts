import { expect, it } from "vitest";
import { PAGE_SIZE, planCampaign } from "../../../../../functions/campaigns/planning/planning.ts";
import type { Recipient } from "../../../../../functions/campaigns/planning/snapshots.ts";
import {
  campaignWrites,
  clientWrites,
  fill,
  testAccount,
  testCampaign,
  testClient,
} from "../../../../support/campaigns/scenario.ts";
import { testDeps } from "../../../../support/deps.ts";
import { memoryTable } from "../../../../support/memory-table.ts";

it("plans few recipients at first, so that senders need not wait for many", { timeout: 60_000 }, async () => {
  const { table } = memoryTable();
  const account = testAccount();
  const clients = Array.from({ length: 1600 }, (_, number) => testClient(account.id, number, { language: "fr" }));
  const campaign = testCampaign(account);
  await fill(table, account.id, [...clients.flatMap(clientWrites), ...campaignWrites(campaign, account)]);
  const snapshots = new Map<string, readonly Recipient[]>();
  const chunksAtOnce: number[] = [];
  await planCampaign(
    { accountId: account.id, campaignId: campaign.id },
    {
      ...testDeps(table),
      snapshots: {
        write: async (key, recipients) => void snapshots.set(key, recipients),
        read: async (key) => snapshots.get(key) ?? [],
      },
      chunks: { send: async (messages) => void chunksAtOnce.push(messages.length) },
      plans: { send: async () => undefined },
      pageSize: PAGE_SIZE,
    },
    () => true,
  );
  expect(chunksAtOnce).toEqual([5, 5, 10, 10, 2]);
});
