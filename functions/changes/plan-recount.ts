import { later } from "../../shared/clock.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { accounts } from "../../shared/entities/account.ts";
import { setTimer, type TimerPurpose, timerKey } from "../../shared/entities/timer.ts";
import type { Log } from "../../shared/log.ts";
import { hourOnDay } from "../../shared/wall-clock.ts";

const purpose: TimerPurpose = "clients.recount";
const REMEMBERED = 1000;

/**
 * Has the counters of an account compared with its lists in the night after it changed: an account that nobody touches costs
 * nothing. One function asks once a night for each account.
 */
export const recountPlanner = (log: Log) => {
  const planned = new Map<string, Date>();
  return async (db: AccountTable, now: Date): Promise<void> => {
    const { accountId } = db;
    const known = planned.get(accountId);
    if (known && known > now) return;
    try {
      const dueAt = await plan(db, now);
      if (planned.size >= REMEMBERED) planned.clear();
      planned.set(accountId, dueAt);
    } catch (error) {
      // What follows the change is more than the check of it: the next change plans it.
      log.error("RECOUNT_NOT_PLANNED", error, { accountId });
    }
  };
};

/** Until when nothing more is to be planned. */
const plan = async (db: AccountTable, now: Date): Promise<Date> => {
  const { accountId } = db;
  const place = { accountId, subject: accountId, purpose };
  const [[timer], account] = await Promise.all([
    db.getStored([timerKey(place)]),
    db.get(accounts, keys.account(accountId)),
  ]);
  if (timer?.status === "set" && new Date(String(timer.dueAt)) > now) return new Date(String(timer.dueAt));
  if (!account) return later(now, ABSENT_SECONDS);
  const dueAt = nextNight(now, account.timeZone);
  await db.commit([setTimer({ ...place, by: "system", now, dueAt })]);
  return dueAt;
};

const QUIET_HOUR = 3;

/** The next hour after three at night where the account is; the minute is that of now, so that not all accounts come at once. */
const nextNight = (now: Date, timeZone: string): Date => {
  const nights = [0, 1].map((days) => hourOnDay(timeZone, now, days, QUIET_HOUR));
  const next = nights.find((night) => night > now) ?? later(now, ABSENT_SECONDS);
  return later(next, now.getUTCMinutes() * 60);
};

/** How soon an account that is not there is looked for again. */
const ABSENT_SECONDS = 3600;
