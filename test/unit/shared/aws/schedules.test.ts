import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  ThrottlingException,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { eventBridgeSchedules } from "../../../../shared/aws/schedules.ts";

const scheduler = mockClient(SchedulerClient);
const place = { group: "group", roleArn: "arn:role", queueArn: "arn:queue", deadLettersArn: "arn:dead" };
const schedules = eventBridgeSchedules(place, () => new SchedulerClient({}));
const scheduled = { name: "remind.1", at: new Date("2026-11-20T13:00:00.000Z"), message: { subject: "cam_1" } };

const refusal = { message: "no", $metadata: {} };
const conflict = new ConflictException({ ...refusal, Message: "no" });
const missing = new ResourceNotFoundException({ ...refusal, Message: "no" });

beforeEach(() => scheduler.reset());

describe("a schedule", () => {
  it("puts its message into the queue once, to the minute, and is gone", async () => {
    scheduler.on(CreateScheduleCommand).resolves({});
    await schedules.set(scheduled);
    expect(scheduler.commandCalls(CreateScheduleCommand)[0]?.args[0].input).toEqual({
      Name: "remind.1",
      GroupName: "group",
      ScheduleExpression: "at(2026-11-20T13:00:00)",
      ScheduleExpressionTimezone: "UTC",
      FlexibleTimeWindow: { Mode: "OFF" },
      ActionAfterCompletion: "DELETE",
      Target: {
        Arn: "arn:queue",
        RoleArn: "arn:role",
        Input: '{"subject":"cam_1"}',
        DeadLetterConfig: { Arn: "arn:dead" },
      },
    });
  });

  it("is never early: the scheduler keeps minutes, so a second is rounded up", async () => {
    scheduler.on(CreateScheduleCommand).resolves({});
    await schedules.set({ ...scheduled, at: new Date("2026-12-31T23:59:00.001Z") });
    const { ScheduleExpression } = scheduler.commandCalls(CreateScheduleCommand)[0]?.args[0].input ?? {};
    expect(ScheduleExpression).toBe("at(2027-01-01T00:00:00)");
  });

  it("that is there already is changed", async () => {
    scheduler.on(CreateScheduleCommand).rejects(conflict);
    scheduler.on(UpdateScheduleCommand).resolves({});
    await schedules.set(scheduled);
    const [made] = scheduler.commandCalls(CreateScheduleCommand);
    const [changed] = scheduler.commandCalls(UpdateScheduleCommand);
    expect(changed?.args[0].input).toEqual(made?.args[0].input);
  });

  it("that runs and is gone between the two is made", async () => {
    scheduler.on(CreateScheduleCommand).rejectsOnce(conflict).resolves({});
    scheduler.on(UpdateScheduleCommand).rejects(missing);
    await schedules.set(scheduled);
    expect(scheduler.commandCalls(CreateScheduleCommand)).toHaveLength(2);
  });

  it("that cannot be made is tried again later", async () => {
    scheduler.on(CreateScheduleCommand).rejects(conflict);
    scheduler.on(UpdateScheduleCommand).rejects(missing);
    await expect(schedules.set(scheduled)).rejects.toThrow("remind.1");
    scheduler.on(CreateScheduleCommand).rejects(new ThrottlingException({ ...refusal, Message: "slow down" }));
    await expect(schedules.set(scheduled)).rejects.toThrow(ThrottlingException);
  });

  it("is removed, also when there is none", async () => {
    scheduler.on(DeleteScheduleCommand).resolvesOnce({}).rejectsOnce(missing).rejects(conflict);
    await schedules.remove("remind.1");
    await schedules.remove("remind.1");
    await expect(schedules.remove("remind.1")).rejects.toThrow(ConflictException);
    expect(scheduler.commandCalls(DeleteScheduleCommand)[0]?.args[0].input).toEqual({
      Name: "remind.1",
      GroupName: "group",
    });
  });
});
