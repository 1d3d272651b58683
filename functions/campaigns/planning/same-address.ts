import type { AccountTable } from "../../../shared/db/table.ts";
import { addressHash, markOf } from "../../../shared/entities/address-fact.ts";
import type { CampaignPlan } from "../../../shared/entities/campaign-plan.ts";
import type { Client } from "../../../shared/entities/client.ts";
import type { AccountId } from "../../../shared/ids.ts";
import { type AddressSet, addressSet } from "./address-set.ts";
import { segmentsOf } from "./chunk-list.ts";
import type { Recipient, Snapshots } from "./snapshots.ts";

/** The addresses that a plan holds, read anew: whoever goes on with a plan keeps them at hand from then on. */
export const plannedAddresses = async (
  db: AccountTable,
  plan: CampaignPlan,
  snapshots: Pick<Snapshots, "read">,
): Promise<AddressSet> => {
  const marks = addressSet();
  if (plan.recipients === 0) return marks;
  const segments = await segmentsOf(db, plan.campaignId);
  if (plan.carry) segments.add(plan.carry.segment);
  for (const segment of segments)
    for (const { address } of await snapshots.read(segment)) if (address) marks.add(address);
  return marks;
};

type AtAddress = Required<Pick<Recipient, "address" | "hash">>;

/** The first client of each address that is not planned yet nor reached before, and those who came too late. */
export const onceEach = <C extends Pick<Client, "email">>(
  clients: readonly C[],
  accountId: AccountId,
  planned: Pick<AddressSet, "has">,
  reached: Pick<AddressSet, "has">,
): { first: (C & AtAddress)[]; repeated: C[] } => {
  const met = new Set<string>();
  const first: (C & AtAddress)[] = [];
  const repeated: C[] = [];
  for (const client of clients) {
    const hash = addressHash(accountId, client.email ?? "");
    const address = markOf(hash);
    if (planned.has(address) || met.has(address) || reached.has(address)) repeated.push(client);
    else first.push({ ...client, address, hash });
    met.add(address);
  }
  return { first, repeated };
};
