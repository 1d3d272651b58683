import { queueConsumer } from "../../shared/app/queue.ts";
import type { DomainEvent } from "../../shared/events/event.ts";
import { readDomainEvent } from "../../shared/events/read-event.ts";
import { buildDeps, type TimerDeps } from "./deps.ts";
import { placeOf } from "./due-timer.ts";
import { keepSchedule } from "./keep-schedule.ts";

/** `timer.set`, `updated`, `stopped`, `deleted`: whatever was told, the timer as it stands now is what counts. */
export const followTimer = (event: DomainEvent, deps: TimerDeps): Promise<void> => keepSchedule(placeOf(event), deps);

export const handler = queueConsumer(readDomainEvent, buildDeps, followTimer);
