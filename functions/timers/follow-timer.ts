import { on } from "../../shared/app/on.ts";
import type { EventOf } from "../../shared/events/kind.ts";
import { buildDeps, type TimerDeps } from "./deps.ts";
import { keepSchedule } from "./keep-schedule.ts";
import { timer } from "./kinds.ts";

/** `timer.set`, `updated`, `stopped`, `deleted`: whatever was told, the timer as it stands now is what counts. */
export const followTimer = ({ accountId, resource }: EventOf<(typeof told)[number]>, deps: TimerDeps): Promise<void> =>
  keepSchedule({ accountId, subject: resource.subject, purpose: resource.purpose }, deps);

const told = [timer.set, timer.updated, timer.stopped, timer.deleted] as const;

export const handler = on(told, buildDeps, followTimer);
