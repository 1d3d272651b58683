import { type Clock, later } from "../../../shared/clock.ts";
import { partitions } from "../../../shared/db/keys.ts";
import type { AccountTable, Position } from "../../../shared/db/table.ts";
import type { Audience } from "../../../shared/entities/campaign.ts";
import type { CampaignPlan } from "../../../shared/entities/campaign-plan.ts";
import { type Client, clients } from "../../../shared/entities/client.ts";
import { audienceTest } from "./audience.ts";
import { segmentsOf } from "./chunk-list.ts";
import type { Snapshots } from "./snapshots.ts";

/** By how much the lists may be behind the clients. */
export const LAG_SECONDS = 15;
const AT_ONCE = 500;

/**
 * The clients of the audience that were changed while the lists were walked, or so shortly before that the lists did not
 * know yet, and that no snapshot holds: by their ids, so that the order is the same whenever it is asked again.
 */
export const latecomersOf = async (
  db: AccountTable,
  audience: Audience,
  plan: CampaignPlan,
  snapshots: Snapshots,
): Promise<Client[]> => {
  const isMeant = await audienceTest(audience);
  const changed = await changedSince(db, later(new Date(plan.startedAt), -LAG_SECONDS).toISOString());
  const missing = new Map(
    [...changed.values()]
      .filter((client) => client.createdAt < plan.startedAt && isMeant(client))
      .map((client) => [client.id as string, client]),
  );
  if (missing.size === 0) return [];
  const segments = await segmentsOf(db, plan.campaignId);
  if (plan.carry) segments.add(plan.carry.segment);
  for (const segment of segments) for (const { id } of await snapshots.read(segment)) missing.delete(id);
  return [...missing.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
};

/** The ids of clients that were changed since a plan was begun, or shortly before. */
export interface RecentClients {
  /** Up to now. */
  ids(): Promise<ReadonlySet<string>>;
}

/** Whoever is among them is left to {@link latecomersOf}, and counted there, once. */
export const recentClients = (db: AccountTable, { startedAt }: CampaignPlan, clock: Clock): RecentClients => {
  const found = new Set<string>();
  let since = new Date(startedAt);
  return {
    async ids() {
      const now = clock.now();
      const changed = await changedSince(db, later(since, -LAG_SECONDS).toISOString(), ["id", "updatedAt"]);
      for (const id of changed.keys()) found.add(id);
      since = now;
      return found;
    },
  };
};

/** A client that is changed again while we read stands twice in the list. */
export const changedSince = async <Field extends keyof Client>(
  db: AccountTable,
  since: string,
  fields?: readonly Field[],
): Promise<Map<string, Pick<Client, Field | "id">>> => {
  const changed = new Map<string, Pick<Client, Field | "id">>();
  let after: Position | undefined;
  do {
    const page = await db.list(clients, partitions.recent(db.accountId, "CLIENTS#active"), {
      from: since,
      limit: AT_ONCE,
      after,
      ...(fields ? { fields: [...new Set<Field | "id">([...fields, "id"])] } : {}),
    });
    for (const client of page.items) changed.set(client.id, client);
    after = page.next;
  } while (after);
  return changed;
};
