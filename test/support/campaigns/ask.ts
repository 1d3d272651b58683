import { useCases } from "../../../functions/campaigns/api.ts";
import type { CampaignDeps } from "../../../functions/campaigns/deps.ts";
import type { Actor } from "../../../shared/app/actor.ts";
import type { Clock } from "../../../shared/clock.ts";
import type { Table } from "../../../shared/db/table.ts";
import type { Account } from "../../../shared/entities/account.ts";
import { testDeps } from "../deps.ts";

export interface Asked {
  table: Table;
  /** As the request knows it: perhaps a minute old. */
  account: Account;
  clock: Clock;
  id: string;
  body?: object;
}

/** What campaigns' use cases are given, on a table and a clock. */
export const campaignDeps = (table: Table, clock: Clock): CampaignDeps => ({
  ...testDeps(table, { clock }),
  senderEmail: "bonjour@clientele.example",
  publicUrl: "https://pages.example",
  images: async () => ({ of: async ({ key }) => `https://files.example/${key}` }),
  snapshots: async () => ({ read: async () => [] }),
});

/** Calls a campaign's route as the pipeline does, without HTTP, and commits what it writes. */
export const ask = async (
  route: keyof typeof useCases,
  { table, account, clock, id, body = {} }: Asked,
): Promise<unknown> => {
  const deps = campaignDeps(table, clock);
  const actor: Actor = { kind: "api_key", id: "key_test", accountId: account.id, account, scopes: [] };
  const useCase = await useCases[route]();
  if (useCase.for !== "account") throw new Error("unreachable");
  const db = table.of(account.id);
  const call = { params: { id }, query: undefined, body, page: { limit: 25 }, now: clock.now() };
  const answer = await useCase.handle({ ...call, actor, db, match: () => undefined }, deps);
  await db.commit(answer.writes);
  return answer.body;
};
