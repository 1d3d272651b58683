import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { queueConsumer } from "../../shared/app/queue.ts";
import { env } from "../../shared/env.ts";
import { readDomainEvent } from "../../shared/events/read-event.ts";
import { type TimerDeps, timerRang } from "./timer-rang.ts";

const build = (): TimerDeps => ({ ...buildWorkerDeps(), senderEmail: env.senderEmail() });

/** `timer.rang`: a campaign is to be sent, or the subjects of one were tried for long enough. */
export const handler = queueConsumer(readDomainEvent, build, (event, deps) => timerRang(event, deps));
