import { later } from "../../../shared/clock.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { addressMark } from "../../../shared/entities/address-fact.ts";
import type { Campaign } from "../../../shared/entities/campaign.ts";
import type { Exclusion } from "../../../shared/entities/campaign-plan.ts";
import { AppError } from "../../../shared/errors.ts";
import { exclusionOf } from "../../../shared/messaging/marketing-exclusion.ts";
import { addresseesOf } from "./addressees.ts";
import { isInAudience } from "./audience.ts";
import { fatesOf } from "./audience-count.ts";
import { hasManyEarlier } from "./first-addressees.ts";
import { firstIsReached } from "./first-reached.ts";
import { knownAddresses, MOST_KNOWN } from "./known-addresses.ts";
import { changedSince, LAG_SECONDS } from "./latecomers.ts";
import type { Snapshots } from "./snapshots.ts";

/** Clients looked at in one step: most campaigns reach somebody among the first. */
const AT_ONCE = 50;
/** Of a larger audience nobody asks for more in one request: its figures tell what became of it. */
const MOST_PAGES = 20;

/**
 * A campaign of whose audience nobody may be written to is not sent: it would be over at once, and look as if it had gone
 * out. Ends with the first who gets it. @throws AppError `conflict` with the reasons
 */
export const mustReachSomebody = async (
  db: AccountTable,
  campaign: Campaign,
  snapshots: Pick<Snapshots, "read">,
  now: Date,
): Promise<void> => {
  if (await hasManyEarlier(db, campaign)) return;
  const addressees = await addresseesOf(db, campaign, snapshots);
  if (await firstIsReached(db, addressees, campaign.optedInOnly)) return;
  const known = await knownAddresses(db, MOST_KNOWN);
  const reasons = new Map<Exclusion, number>();
  let cursor: string | undefined;
  let pages = 0;
  do {
    const { entries, next } = await addressees.page(cursor, AT_ONCE);
    const open = entries.filter(({ id }) => !addressees.leftOut.has(id));
    for (const fate of await fatesOf(db, open, campaign.optedInOnly, known)) {
      if ("address" in fate && !addressees.reached.has(fate.address)) return;
      const reason = "reason" in fate ? fate.reason : "same_address";
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    cursor = next;
    pages += 1;
    if (pages >= MOST_PAGES) return;
  } while (cursor !== undefined);
  if (reasons.size === 0) return;
  // The lists may not know yet what was changed a moment ago.
  const { audience } = campaign;
  const recent = await changedSince(db, later(now, -LAG_SECONDS).toISOString());
  const isOpen = (client: Parameters<typeof isInAudience>[0] & Parameters<typeof exclusionOf>[0] & object) =>
    audience &&
    isInAudience(client, audience) &&
    !exclusionOf(client, campaign.optedInOnly, known.standingOf) &&
    !addressees.reached.has(addressMark(db.accountId, client.email ?? ""));
  if ([...recent.values()].some(isOpen)) return;
  const excluded = [...reasons].map(([reason, count]) => ({ reason, count }));
  const told = excluded.map(({ reason, count }) => `${count} ${reason}`).join(", ");
  throw new AppError("conflict", `Nobody of the audience may be sent the campaign: ${told}.`, { extra: { excluded } });
};
