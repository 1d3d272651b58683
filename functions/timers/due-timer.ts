import { createHash } from "node:crypto";
import { isTimerPurpose, type Timer } from "../../shared/entities/timer.ts";
import { isId } from "../../shared/ids.ts";

/** Which timer: there is one for each resource and purpose. */
export type TimerPlace = Pick<Timer, "accountId" | "subject" | "purpose">;

/** "This timer is due": what its schedule, or the queue itself, says at the moment it was set to. */
export interface DueTimer extends TimerPlace {
  dueAt: string;
}

/** @throws Error for what names no timer: it belongs into the dead letters */
export const readDueTimer = (body: unknown): DueTimer => {
  const given = fieldsOf(body);
  const dueAt = String(given.dueAt);
  if (Number.isNaN(Date.parse(dueAt))) throw new Error("This message does not say when its timer was due.");
  return { ...placeIn(given, String(given.accountId)), dueAt };
};

const placeIn = ({ subject, purpose }: Readonly<Record<string, unknown>>, accountId: string): TimerPlace => {
  if (
    !isId("account", accountId) ||
    typeof subject !== "string" ||
    typeof purpose !== "string" ||
    !isTimerPurpose(purpose)
  )
    throw new Error("This message is about no timer.");
  return { accountId, subject, purpose };
};

const fieldsOf = (body: unknown): Readonly<Record<string, unknown>> =>
  typeof body === "object" && body !== null ? Object.fromEntries(Object.entries(body)) : {};

/**
 * The name of a timer's schedule, the same whoever computes it. Programs choose ids of their own, so that a subject alone
 * could be two accounts'; hashed with its account it fits into the 64 characters of a name.
 */
export const scheduleNameOf = ({ accountId, subject, purpose }: TimerPlace): string => {
  const hash = createHash("sha256").update(`${accountId}#${subject}`).digest("hex");
  return `${purpose}.${hash.slice(0, HASH_CHARACTERS)}`;
};

const HASH_CHARACTERS = 32;
