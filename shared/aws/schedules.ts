import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { lazy } from "../lazy.ts";

/** A message that is to be in a queue at a moment, once. */
export interface ScheduledMessage {
  /** At most 64 of `0-9 a-z A-Z - _ .` (EventBridge Scheduler). */
  name: string;
  at: Date;
  message: unknown;
}

export interface Schedules {
  /** Makes the schedule of that name, or makes what is there be this one. */
  set(scheduled: ScheduledMessage): Promise<void>;
  /** Also of one that is not there. */
  remove(name: string): Promise<void>;
}

/** Where schedules are kept, whose right they act by, and where they put their messages. */
export interface SchedulePlace {
  group: string;
  roleArn: string;
  queueArn: string;
  /** What could not be put into the queue for a day. */
  deadLettersArn: string;
}

/** Made and removed by turns by somebody else: after so many tries the caller may try again later. */
const TRIES = 3;
const client = lazy(() => new SchedulerClient({}));

/** Schedules of EventBridge Scheduler that run once and are gone when they have run. */
export const eventBridgeSchedules = (place: SchedulePlace, scheduler: () => SchedulerClient = client): Schedules => ({
  async set(scheduled) {
    const input = inputFor(scheduled, place);
    for (let tries = 1; tries <= TRIES; tries++) {
      if (await create(scheduler(), input)) return;
      if (await change(scheduler(), input)) return;
    }
    throw new Error(`The schedule ${scheduled.name} is made and removed by somebody else.`);
  },

  async remove(Name) {
    try {
      await scheduler().send(new DeleteScheduleCommand({ Name, GroupName: place.group }));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  },
});

const inputFor = ({ name, at, message }: ScheduledMessage, place: SchedulePlace): CreateScheduleCommandInput => ({
  Name: name,
  GroupName: place.group,
  ScheduleExpression: `at(${wholeMinuteFrom(at)})`,
  ScheduleExpressionTimezone: "UTC",
  FlexibleTimeWindow: { Mode: "OFF" },
  ActionAfterCompletion: "DELETE",
  Target: {
    Arn: place.queueArn,
    RoleArn: place.roleArn,
    Input: JSON.stringify(message),
    DeadLetterConfig: { Arn: place.deadLettersArn },
  },
});

const MINUTE_MS = 60_000;

/**
 * The scheduler keeps the minute, not the second: what is asked for 13:00 runs between 13:00:00 and 13:00:59 (its guide,
 * "Schedule types"). Only a whole minute, rounded up, can never be early.
 */
const wholeMinuteFrom = (at: Date): string =>
  new Date(Math.ceil(at.getTime() / MINUTE_MS) * MINUTE_MS).toISOString().slice(0, "2026-11-20T13:00:00".length);

/** False when there is one of that name. */
const create = async (scheduler: SchedulerClient, input: CreateScheduleCommandInput): Promise<boolean> => {
  try {
    await scheduler.send(new CreateScheduleCommand(input));
    return true;
  } catch (error) {
    if (error instanceof ConflictException) return false;
    throw error;
  }
};

/** False when there is none of that name any more. */
const change = async (scheduler: SchedulerClient, input: CreateScheduleCommandInput): Promise<boolean> => {
  try {
    await scheduler.send(new UpdateScheduleCommand(input));
    return true;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
};
