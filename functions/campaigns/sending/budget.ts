import { type Clock, later, secondsSinceEpoch } from "../../../shared/clock.ts";
import { dayIn, nextDayIn } from "../../../shared/day.ts";
import { any, atMost, missing } from "../../../shared/db/conditions.ts";
import { keys } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { update } from "../../../shared/db/writes.ts";
import { type Account, accounts } from "../../../shared/entities/account.ts";
import { campaignDayKey, campaignDays } from "../../../shared/entities/campaign-day.ts";
import type { AccountId } from "../../../shared/ids.ts";

/** How many recipients an account may still write to today. */
export interface Budget {
  /** Takes recipients out of the day, for a campaign; or says that so many are not left. */
  reserve(db: AccountTable, campaignId: string, recipients: number): Promise<Reserved | Refused>;
  /**
   * Gives back what was taken and provably not sent, to the day that it was taken out of. Once that day is over it is
   * lost: the next day's counter knows nothing of it.
   */
  giveBack(account: AccountId, { day }: Pick<Reserved, "day">, recipients: number): void;
}

export interface Reserved {
  is: "reserved";
  /** The day that it was taken out of, as `2026-03-02`; none where there is no limit. */
  day?: string;
  /** Whether the day has room again just now: for a whole lease, for a campaign that this worker had refused, or no limit. */
  hasRoom: boolean;
}

export interface Refused {
  is: "refused";
  /** When the next day begins. */
  until: Date;
  /** Whether it is time to tell so (again). */
  isNews: boolean;
}

/** For those who set no limit. */
export const unlimited: Budget = {
  reserve: async () => ({ is: "reserved", hasRoom: true }),
  giveBack: () => undefined,
};

/** A part of one day that this worker alone may use: taken in one write, not in one for each call. */
interface Lease {
  day: string;
  left: number;
  /** Until when the counter need not be asked again: there was nothing left. */
  spentUntil: number;
}

interface Terms {
  limit: number;
  timeZone: string;
  believedUntil: number;
}

/** How long an account's settings are believed. */
const BELIEVED_MS = 60_000;
const KEPT_SECONDS = 3 * 24 * 3600;

/** One write for a hundred to a thousand recipients: a fiftieth of the day, so that little lies idle in leases. */
const leaseSize = (limit: number): number => Math.min(1000, Math.max(100, Math.floor(limit / 50)));

/** What is asked for at first, for a call to so many. */
const wholeLease = (limit: number, needed: number): number => Math.min(limit, Math.max(needed, leaseSize(limit)));

class Spent extends Error {
  readonly taken: number;
  constructor(taken: number) {
    super("The account's day is spent.");
    this.taken = taken;
  }
}

/**
 * Leases out of one counter for each account and day, which never exceeds the limit, however many workers ask. What a
 * worker has leased and does not use is lost until the day is over: an account may send less than its limit, never more.
 * A lease counts for the day on which it was taken, so nothing is carried past midnight.
 * @param stageLimit of every account, whatever it sets itself; 0 for none
 */
export const dailyBudget = (clock: Clock, stageLimit: number): Budget => {
  const leases = new Map<AccountId, Lease>();
  const terms = new Map<AccountId, Terms>();
  /** Campaigns that were refused, and when that was told last. */
  const refused = new Map<string, number>();

  const termsOf = async (db: AccountTable): Promise<Terms> => {
    const now = clock.now().getTime();
    const known = terms.get(db.accountId);
    if (known && known.believedUntil > now) return known;
    const account = await db.get(accounts, keys.account(db.accountId));
    const fresh = {
      limit: limitOf(account, stageLimit),
      timeZone: account?.timeZone ?? "UTC",
      believedUntil: now + BELIEVED_MS,
    };
    terms.set(db.accountId, fresh);
    return fresh;
  };

  const leaseFor = (accountId: AccountId, day: string): Lease => {
    const known = leases.get(accountId);
    if (known?.day === day) return known;
    const fresh = { day, left: 0, spentUntil: 0 };
    leases.set(accountId, fresh);
    return fresh;
  };

  return {
    async reserve(db, campaignId, recipients) {
      const { limit, timeZone, believedUntil } = await termsOf(db);
      if (limit === Number.POSITIVE_INFINITY) return { is: "reserved", hasRoom: true };
      const now = clock.now();
      const lease = leaseFor(db.accountId, dayIn(timeZone, now));
      // Taken before anything is waited for: calls side by side must not both count on it.
      const own = Math.min(lease.left, recipients);
      lease.left -= own;
      const needed = recipients - own;
      const isSpent = lease.spentUntil > now.getTime();
      const taken = needed === 0 || isSpent ? 0 : await take(db, lease.day, needed, limit, now);
      if (taken >= needed) {
        lease.left += taken - needed;
        const wasRefused = taken > 0 && refused.delete(campaignId);
        return { is: "reserved", day: lease.day, hasRoom: wasRefused || taken >= wholeLease(limit, needed) };
      }
      lease.left += own;
      if (!isSpent) lease.spentUntil = believedUntil;
      const isNews = (refused.get(campaignId) ?? 0) + BELIEVED_MS <= now.getTime();
      if (isNews) refused.set(campaignId, now.getTime());
      return { is: "refused", until: nextDayIn(timeZone, now), isNews };
    },

    giveBack(accountId, { day }, recipients) {
      const lease = leases.get(accountId);
      if (lease && lease.day === day) lease.left += recipients;
    },
  };
};

export const limitOf = (account: Pick<Account, "settings"> | undefined, stageLimit: number): number =>
  Math.min(account?.settings.campaignDailyLimit ?? Number.POSITIVE_INFINITY, stageLimit || Number.POSITIVE_INFINITY);

/** Takes a lease, or the last of the day, from the counter; 0 when not even `needed` is left. */
const take = async (db: AccountTable, day: string, needed: number, limit: number, now: Date): Promise<number> => {
  let wanted = wholeLease(limit, needed);
  while (wanted >= needed) {
    try {
      await db.commit([takeWrite(db.accountId, day, wanted, limit, now)]);
      return wanted;
    } catch (error) {
      if (!(error instanceof Spent)) throw error;
      wanted = Math.min(wanted - 1, limit - error.taken);
    }
  }
  return 0;
};

const takeWrite = (accountId: AccountId, day: string, wanted: number, limit: number, now: Date) =>
  update(
    campaignDayKey({ accountId, day }),
    {
      set: { entity: campaignDays.name, accountId, day, ttl: secondsSinceEpoch(later(now, KEPT_SECONDS)) },
      add: { taken: wanted },
    },
    any(missing("taken"), atMost("taken", limit - wanted)),
    (existing) => new Spent(Number(existing?.taken ?? 0)),
  );
