import { createHash, randomUUID } from "node:crypto";
import { later, secondsSinceEpoch } from "../../shared/clock.ts";
import { TransactionRefused } from "../../shared/db/commit.ts";
import { absent, any, atMost, equals } from "../../shared/db/conditions.ts";
import { keys } from "../../shared/db/keys.ts";
import type { Table } from "../../shared/db/table.ts";
import { unlessRefused } from "../../shared/db/unless-refused.ts";
import { remove } from "../../shared/db/writes.ts";
import type { AccountId } from "../../shared/ids.ts";

/** So many calls of one account wait side by side at most. */
const PLACES_AN_ACCOUNT = 3;
/** A place whose function died is free again so long after its call would have ended. */
const MARGIN_SECONDS = 10;

export interface Places {
  /** In the whole stage: each holds a function instance while somebody waits in it. */
  count: number;
  now: Date;
  /** How long the call may wait. */
  seconds: number;
}

/** Takes a place to wait in; answers with what leaves it. Undefined where those that the account may take are taken. */
export const takePlace = async (
  { global }: Table,
  account: AccountId,
  { count, now, seconds }: Places,
): Promise<(() => Promise<void>) | undefined> => {
  const holder = randomUUID();
  const until = later(now, seconds + MARGIN_SECONDS);
  const first = createHash("sha256").update(account).digest().readUInt32BE(0);
  for (let next = 0; next < Math.min(PLACES_AN_ACCOUNT, count); next++) {
    const key = keys.waitingPlace((first + next) % count);
    const item = { ...key, entity: "waiting_place", holder, until: until.toISOString(), ttl: secondsSinceEpoch(until) };
    try {
      await global.commit([{ do: "put", item, when: any(absent, atMost("until", now.toISOString())) }]);
      return () => unlessRefused(global.commit([remove(key, equals("holder", holder))]));
    } catch (error) {
      if (!(error instanceof TransactionRefused)) throw error;
    }
  }
  return undefined;
};
