import { later } from "../../../shared/clock.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import type { Audience, Campaign } from "../../../shared/entities/campaign.ts";
import { readCampaign } from "../store.ts";
import { type AddressSet, addressSet } from "./address-set.ts";
import { type AudiencePage, audiencePage } from "./audience.ts";
import type { ClientSet } from "./client-set.ts";
import { openedAt, reachedBy, recipientsPage } from "./earlier-recipients.ts";
import { firstOfChain, othersInChain } from "./resend-chain.ts";
import type { Snapshots } from "./snapshots.ts";

type Reader = Pick<Snapshots, "read">;

/** Whom a campaign may go to: an audience as it is now, or recipients of an earlier campaign. */
export interface Addressees {
  /** The next ones, in an order that stays. */
  page(cursor: string | undefined, limit: number): Promise<AudiencePage>;
  /** The lists are walked: who is changed meanwhile may move within them. */
  inLists: boolean;
  /** Clients who got a campaign of the same chain of resends. */
  leftOut: Pick<ClientSet, "has">;
  /**
   * Addresses, by their short hashes (addressMark), that get nothing, whoever has them now: a campaign of the same chain
   * reached them, or was opened there when this one goes to those who did not open it.
   */
  reached: Pick<AddressSet, "has">;
  /** Before that, an earlier campaign's last calls may still be under way. */
  readyAt?: Date;
}

/** A worker that claimed a chunk before the campaign was cancelled has written so by then. */
const IN_FLIGHT_SECONDS = 30;
const nobody: Pick<Addressees, "leftOut" | "reached"> = { leftOut: { has: () => false }, reached: addressSet() };

export const addresseesOf = async (db: AccountTable, campaign: Campaign, snapshots: Reader): Promise<Addressees> => {
  const audience = audienceOrFail(campaign);
  const { resend } = campaign;
  const listed = {
    page: (cursor: string | undefined, limit: number) => audiencePage(db, audience, cursor, limit),
    inLists: !("clientIds" in audience),
    ...nobody,
  };
  if (!resend) return listed;
  if (resend.to === "others") {
    const others = await othersInChain(db, await firstOfChain(db, campaign), campaign.id);
    return { ...listed, ...(await reachedBy(db, others, snapshots)), ...readyAfter(others) };
  }
  const source = await readCampaign(db, resend.of);
  return {
    page: (cursor, limit) => recipientsPage(db, resend, cursor, limit, snapshots),
    inLists: false,
    ...nobody,
    ...(resend.to === "not_opened" ? { reached: await openedAt(db, resend.of, snapshots) } : {}),
    ...readyAfter(source ? [source] : []),
  };
};

const audienceOrFail = ({ id, audience }: Campaign): Audience => {
  if (!audience) throw new Error(`The campaign ${id} is sent without an audience.`);
  return audience;
};

const readyAfter = (earlier: readonly Campaign[]): Pick<Addressees, "readyAt"> => {
  const ends = earlier.flatMap(({ status, finishedAt }) => (status === "cancelled" && finishedAt ? [finishedAt] : []));
  const last = ends.sort().at(-1);
  return last ? { readyAt: later(new Date(last), IN_FLIGHT_SECONDS) } : {};
};
