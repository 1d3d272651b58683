import { randomUUID } from "node:crypto";
import type { Deployment } from "../assembly/deployment.ts";
import type { ScheduleView } from "../control/views.ts";
import { type Bus, scheduledEvent } from "../events/bus.ts";
import type { Targets } from "../events/targets.ts";
import { type Answer, createSchedulerApi } from "./api.ts";
import { type Clock, startClock } from "./clock.ts";
import { declareSchedules, ruleGroup } from "./declared.ts";
import { openScheduleStore, type Schedule } from "./store.ts";

export interface Scheduler {
  api(operation: string, path: string, input: unknown): Answer;
  list(): ScheduleView[];
  /** Runs the schedule of that name (or `group/name`) as if it were due. False when there is none. */
  run(name: string): Promise<boolean>;
  stop(): Promise<void>;
}

interface SchedulerOptions {
  file: string;
  deployment: Deployment;
  bus: Bus;
  targets: Targets;
  region: string;
  accountId: string;
  log(line: string): void;
}

/** EventBridge Scheduler, and the rules of the bus that run on a schedule. */
export const startScheduler = (options: SchedulerOptions): Scheduler => {
  const { deployment, bus, targets, region, accountId } = options;
  const store = openScheduleStore(options.file);
  declareSchedules(store, deployment);
  const fire = async (schedule: Schedule, scheduledAt: number): Promise<void> => {
    if (schedule.origin === "rule") return fireRule(schedule, scheduledAt);
    const { target } = schedule;
    const body = withContext(target.Input ?? "{}", schedule, scheduledAt);
    if (target.Arn.startsWith(busPrefix)) return putEvent(target, body);
    await targets.deliver({
      arn: target.Arn,
      body,
      groupId: target.SqsParameters?.MessageGroupId,
      retries: target.RetryPolicy?.MaximumRetryAttempts,
      deadLetterArn: target.DeadLetterConfig?.Arn,
      from: `Schedule ${schedule.name}`,
    });
  };

  const fireRule = async ({ name }: Schedule, scheduledAt: number): Promise<void> => {
    const rule = deployment.rules.find((one) => one.name === name);
    if (rule) await bus.fire(rule, scheduledEvent(rule.arn, new Date(scheduledAt), region, accountId));
  };

  const putEvent = async ({ Arn, EventBridgeParameters }: Schedule["target"], body: string): Promise<void> => {
    const { Source: source = "aws.scheduler", DetailType: detailType = "Scheduled Event" } =
      EventBridgeParameters ?? {};
    await bus.put([{ source, detailType, detail: JSON.parse(body), busName: Arn.slice(busPrefix.length) }]);
  };

  const withContext = (input: string, { group, name }: Schedule, scheduledAt: number): string => {
    const values: Record<string, string> = {
      "schedule-arn": `arn:aws:scheduler:${region}:${accountId}:schedule/${group}/${name}`,
      "scheduled-time": new Date(scheduledAt).toISOString().replace(/\.\d+Z$/, "Z"),
      "execution-id": randomUUID(),
      "attempt-number": "1",
    };
    return input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (whole, key: string) => values[key] ?? whole);
  };

  const clock: Clock = startClock({ store, fire, log: options.log });
  const busPrefix = `arn:aws:events:${region}:${accountId}:event-bus/`;
  const reaches = (arn: string) => targets.knows(arn) || arn.startsWith(busPrefix);
  const api = createSchedulerApi({ store, clock, reaches, region, accountId });

  return {
    api,
    list: () => [...store.all()].map((schedule) => view(schedule, clock)),
    async run(name) {
      const found = [...store.all()].find((schedule) =>
        [schedule.name, `${schedule.group}/${schedule.name}`].includes(name),
      );
      if (!found) return false;
      await clock.run(found);
      return true;
    },
    stop: () => clock.stop(),
  };
};

const view = (schedule: Schedule, clock: Clock): ScheduleView => {
  const next = clock.nextAt(schedule);
  return {
    name: schedule.name,
    group: schedule.group === ruleGroup ? "rules" : schedule.group,
    expression: schedule.expression,
    timeZone: schedule.timeZone,
    state: schedule.enabled ? "ENABLED" : "DISABLED",
    nextAt: next === undefined ? undefined : new Date(next).toISOString(),
    target: schedule.target.Arn,
    input: schedule.target.Input,
  };
};
