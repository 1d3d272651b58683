import { any, atMost, missing } from "../db/conditions.ts";
import { keys } from "../db/keys.ts";
import type { Table } from "../db/table.ts";
import { update } from "../db/writes.ts";
import { AppError } from "../errors.ts";
import type { AccountId } from "../ids.ts";
import type { Log } from "../log.ts";
import type { Actor } from "./actor.ts";

const WINDOW_SECONDS = 60;
/** A function instance takes calls from the shared window in leases of 1/20 of the limit: one write for many calls. */
const LEASES = 20;
/** Of who calls now and then: leases that lie about in many instances would use their limit up. */
const LEASES_OF_A_GUEST = 120;

export interface RateLimits {
  perKey: number;
  perAccount: number;
}

/** Counts a call, and answers the headers that tell the caller where it stands. */
export interface RateLimiter {
  /** @throws AppError `too-many-requests` with Retry-After */
  take(actor: Actor, now: Date): Promise<Record<string, string>>;
  /** Counts a call of who has no account: one `guest` of it may call so often a minute. @throws as `take` does */
  takeFor(accountId: AccountId, guest: string, limit: number, now: Date): Promise<void>;
}

/** Who calls, out of how many calls a minute, and in how many leases these are given out. */
interface Taker {
  /** What tells them from everybody else. */
  place: string;
  accountId: AccountId;
  who: string;
  limit: number;
  leases: number;
}

interface Lease {
  window: number;
  left: number;
  /** Calls left in the shared window when the lease was taken. */
  remaining: number;
  exhausted: boolean;
}

class Exhausted extends Error {}

/**
 * Limits per caller and per account in fixed windows of a minute. Exact at the limit, however many instances answer:
 * calls come out of one counter item, leased by conditional update.
 */
export const rateLimiter = (table: Table, limits: RateLimits, log: Log): RateLimiter => {
  const leases = new Map<string, Lease | Promise<Lease>>();

  const lease = async ({ accountId, who, limit, leases: shares }: Taker, window: number): Promise<Lease> => {
    const size = Math.max(1, Math.floor(limit / shares));
    const ttl = (window + 2) * WINDOW_SECONDS;
    const write = update(
      keys.rate(accountId, who, String(window)),
      { add: { used: size }, set: { ttl, entity: "rate" } },
      any(missing("used"), atMost("used", limit - size)),
      () => new Exhausted(),
    );
    if (write.do !== "update") throw new Error("unreachable");
    try {
      const after = await table.of(accountId).bump(write);
      return { window, left: size, remaining: limit - Number(after.used), exhausted: false };
    } catch (error) {
      if (error instanceof Exhausted) return { window, left: 0, remaining: 0, exhausted: true };
      log.error("RATE_LIMIT_UNAVAILABLE", error);
      return { window, left: size, remaining: limit, exhausted: false };
    }
  };

  /** The lease in hand after one more call; none where it is used up, over, or still to come. */
  const fromHand = (place: string, window: number): Lease | undefined => {
    const held = leases.get(place);
    if (held === undefined || held instanceof Promise || held.window !== window) return undefined;
    if (held.left <= 0 && !held.exhausted) return undefined;
    held.left -= 1;
    return held;
  };

  /** The same, or of a new one: calls that arrive together wait for the same. */
  const leaseFor = async (taker: Taker, window: number): Promise<Lease> => {
    const { place } = taker;
    for (;;) {
      const held = fromHand(place, window);
      if (held) return held;
      const pending = leases.get(place);
      if (pending instanceof Promise) await pending;
      else {
        if (leases.size > 10_000) leases.clear();
        const asked = lease(taker, window);
        leases.set(place, asked);
        const given = await asked;
        if (leases.get(place) === asked) leases.set(place, given);
      }
    }
  };

  return {
    async take({ id, accountId }, now) {
      const window = windowOf(now);
      // Ids of callers and accounts are unlike each other, and those of all accounts.
      let [key, account] = [fromHand(id, window), fromHand(accountId, window)];
      if (!key || !account)
        [key, account] = await Promise.all([
          key ?? leaseFor({ place: id, accountId, who: id, limit: limits.perKey, leases: LEASES }, window),
          account ??
            leaseFor({ place: accountId, accountId, who: "account", limit: limits.perAccount, leases: LEASES }, window),
        ]);
      const isOfKey = remainingOf(key) <= remainingOf(account);
      const [name, nearest] = isOfKey ? ["key", key] : ["account", account];
      const limit = isOfKey ? limits.perKey : limits.perAccount;
      const headers = {
        "ratelimit-policy": `"${name}";q=${limit};w=${WINDOW_SECONDS}`,
        ratelimit: `"${name}";r=${remainingOf(nearest)};t=${resetAfter(now, window)}`,
      };
      if (!key.exhausted && !account.exhausted) return headers;
      throw tooMany(limit, resetAfter(now, window), headers);
    },
    async takeFor(accountId, guest, limit, now) {
      const window = windowOf(now);
      const place = `${accountId}#${guest}`;
      const held = await leaseFor({ place, accountId, who: guest, limit, leases: LEASES_OF_A_GUEST }, window);
      if (held.exhausted) throw tooMany(limit, resetAfter(now, window));
    },
  };
};

const windowOf = (now: Date): number => Math.floor(now.getTime() / 1000 / WINDOW_SECONDS);
/** Seconds until the window is over. */
const resetAfter = (now: Date, window: number): number =>
  Math.ceil((window + 1) * WINDOW_SECONDS - now.getTime() / 1000);
const remainingOf = ({ left, remaining }: Lease): number => Math.max(0, left + remaining);

const tooMany = (limit: number, reset: number, headers: Record<string, string> = {}): AppError =>
  new AppError("too-many-requests", `The limit is ${limit} requests a minute; wait a moment.`, {
    headers: { ...headers, "retry-after": String(reset) },
  });
