import { later, secondsSinceEpoch } from "../clock.ts";
import { version } from "../db/conditions.ts";
import { type Entity, entity, type Versioned } from "../db/entity.ts";
import { type Key, keys } from "../db/keys.ts";
import { update, VersionConflict, type Write } from "../db/writes.ts";
import type { AccountId } from "../ids.ts";

/**
 * What happens when a timer rings, such as `campaign.send`; the feature that sets it listens to `timer.rang` with its
 * purpose. It is part of the name of a schedule, of 64 characters in all.
 */
export type TimerPurpose = `${string}.${string}`;

export const isTimerPurpose = (text: string): text is TimerPurpose =>
  /^[a-z_]+\.[a-z_]+$/.test(text) && text.length <= LONGEST_PURPOSE;
const LONGEST_PURPOSE = 31;

/**
 * A moment at which something is to be done with a resource, one for each resource and purpose. It is written in the
 * transaction of what asks for it, and is the truth: schedules follow it, and one that comes too early, too late or twice
 * is found out by it.
 */
export interface Timer extends Versioned {
  /** `<subject>.<purpose>`. */
  id: string;
  accountId: AccountId;
  /** The id of the resource. */
  subject: string;
  purpose: TimerPurpose;
  /** RFC 3339, UTC. */
  dueAt: string;
  /** `rang`: its moment has come, and was told; `off`: nobody waits for it any more. */
  status: "set" | "rang" | "off";
  updatedAt: string;
  updatedBy: string;
  ttl: number;
}

export const timerKey = ({ accountId, subject, purpose }: Pick<Timer, "accountId" | "subject" | "purpose">): Key =>
  keys.part(accountId, subject, `TIMER#${purpose}`);

export const timers: Entity<Timer> = entity("timer", timerKey);

/** How long a timer that rang can still be looked up. */
const REMEMBERED_SECONDS = 30 * 24 * 3600;

interface Setting extends Pick<Timer, "accountId" | "subject" | "purpose"> {
  by: string;
  now: Date;
}

/**
 * Sets the timer, or moves it: it rings once, at `dueAt` or within a minute after the next whole one (EventBridge Scheduler
 * keeps the minute, not the second). What is due within the minute rings to the second.
 */
export const setTimer = ({ dueAt, ...setting }: Setting & { dueAt: Date }): Write => written(setting, "set", dueAt);

/** Whoever waited for it waits no more. Also of one that was never set. */
export const stopTimer = (setting: Setting): Write => written(setting, "off", setting.now);

/** Makes a timer ring that was read: `timer.rang` follows from it. @throws VersionConflict when it was set anew or stopped */
export const ringTimer = (timer: Timer, now: Date): Write =>
  update(
    timerKey(timer),
    { set: { status: "rang", updatedAt: now.toISOString(), updatedBy: "system" }, add: { version: 1 } },
    version(timer.version),
    () => new VersionConflict(),
  );

const written = ({ accountId, subject, purpose, by, now }: Setting, status: Timer["status"], dueAt: Date): Write =>
  update(timerKey({ accountId, subject, purpose }), {
    set: {
      entity: timers.name,
      id: `${subject}.${purpose}`,
      accountId,
      subject,
      purpose,
      status,
      dueAt: dueAt.toISOString(),
      updatedAt: now.toISOString(),
      updatedBy: by,
      ttl: secondsSinceEpoch(later(dueAt, REMEMBERED_SECONDS)),
    },
    add: { version: 1 },
  });
