import { buildWorkerDeps } from "../../shared/app/deps.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { sqsSender } from "../../shared/aws/queue-sender.ts";
import { eventBridgeSchedules, type Schedules } from "../../shared/aws/schedules.ts";
import { env } from "../../shared/env.ts";
import type { DueTimer } from "./due-timer.ts";

export interface TimerDeps extends AppDeps {
  schedules: Schedules;
  /** Puts a message into the queue that schedules put theirs into, after 900 seconds at most (Amazon SQS). */
  ringIn(seconds: number, due: DueTimer): Promise<void>;
}

export const buildDeps = (): TimerDeps => {
  const sender = sqsSender();
  const queueUrl = env.queueUrl("due-timers");
  const schedules = eventBridgeSchedules({
    group: env.scheduleGroup(),
    roleArn: env.schedulerRoleArn(),
    queueArn: env.queueArn("due-timers"),
    deadLettersArn: env.deadLettersArn("due-timers"),
  });
  return { ...buildWorkerDeps(), schedules, ringIn: (seconds, due) => sender.send(queueUrl, due, seconds) };
};
