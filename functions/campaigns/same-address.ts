import type { AccountTable } from "../../shared/db/table.ts";
import { addressMark } from "../../shared/entities/address-fact.ts";
import type { CampaignPlan } from "../../shared/entities/campaign-plan.ts";
import type { AccountId } from "../../shared/ids.ts";
import { segmentsOf } from "./chunk-list.ts";
import { type Marks, markSet } from "./mark-set.ts";
import type { Snapshots } from "./snapshots.ts";

/** The addresses that a plan holds, read anew: whoever goes on with a plan keeps them at hand from then on. */
export const plannedAddresses = async (
  db: AccountTable,
  plan: CampaignPlan,
  snapshots: Pick<Snapshots, "read">,
): Promise<Marks> => {
  const marks = markSet();
  if (plan.recipients === 0) return marks;
  const segments = await segmentsOf(db, plan.campaignId);
  if (plan.carry) segments.add(plan.carry.segment);
  for (const segment of segments)
    for (const { address } of await snapshots.read(segment)) if (address) marks.add(address);
  return marks;
};

/** The first client of each address that is not planned yet nor reached before, and those who came too late. */
export const onceEach = <C extends { email?: string }>(
  clients: readonly C[],
  accountId: AccountId,
  planned: Pick<Marks, "has">,
  reached: Pick<Marks, "has">,
): { first: (C & { address: string })[]; repeated: C[] } => {
  const met = new Set<string>();
  const first: (C & { address: string })[] = [];
  const repeated: C[] = [];
  for (const client of clients) {
    const address = addressMark(accountId, client.email ?? "");
    if (planned.has(address) || met.has(address) || reached.has(address)) repeated.push(client);
    else first.push({ ...client, address });
    met.add(address);
  }
  return { first, repeated };
};
