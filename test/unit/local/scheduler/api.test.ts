import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSchedulerApi } from "../../../../local/scheduler/api.ts";
import { openScheduleStore, type ScheduleStore } from "../../../../local/scheduler/store.ts";

let folder: string;
let store: ScheduleStore;
let call: ReturnType<typeof createSchedulerApi>;

const queue = "arn:aws:sqs:ca-central-1:000000000000:jobs";
const input = {
  ScheduleExpression: "at(2030-01-01T09:00:00)",
  ScheduleExpressionTimezone: "America/Toronto",
  FlexibleTimeWindow: { Mode: "OFF" },
  GroupName: "reminders",
  ActionAfterCompletion: "DELETE",
  ClientToken: "token-1",
  Target: { Arn: queue, RoleArn: "arn:aws:iam::000000000000:role/scheduler", Input: "{}" },
};

const open = () => {
  store = openScheduleStore(join(folder, "schedules.jsonl"));
  const place = { region: "ca-central-1", accountId: "000000000000" };
  call = createSchedulerApi({ store, clock: { changed: () => undefined }, reaches: (arn) => arn === queue, ...place });
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "scheduler-"));
  open();
  call("CreateScheduleGroup", "/schedule-groups/reminders", {});
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the scheduler's API", () => {
  test("what is created can be read, listed, changed and deleted", () => {
    const created = call("CreateSchedule", "/schedules/apt_1", input);
    const ScheduleArn = "arn:aws:scheduler:ca-central-1:000000000000:schedule/reminders/apt_1";
    expect(created).toEqual({ status: 200, body: { ScheduleArn } });
    const path = "/schedules/apt_1?groupName=reminders";
    expect(call("GetSchedule", path, {}).body).toMatchObject({
      Arn: ScheduleArn,
      ActionAfterCompletion: "DELETE",
      State: "ENABLED",
    });
    expect(call("ListSchedules", "/schedules?ScheduleGroup=reminders&NamePrefix=apt", {}).body).toMatchObject({
      Schedules: [{ Name: "apt_1" }],
    });
    call("UpdateSchedule", "/schedules/apt_1", { ...input, State: "DISABLED" });
    expect(call("GetSchedule", path, {}).body).toMatchObject({ State: "DISABLED" });
    expect(call("DeleteSchedule", path, {}).status).toBe(200);
    expect(call("GetSchedule", path, {})).toMatchObject({ status: 404, body: { __type: "ResourceNotFoundException" } });
  });

  test("a repeated request is the same creation, another one a conflict", () => {
    call("CreateSchedule", "/schedules/apt_1", input);
    expect(call("CreateSchedule", "/schedules/apt_1", input).status).toBe(200);
    const other = call("CreateSchedule", "/schedules/apt_1", { ...input, ClientToken: "token-2" });
    expect(other).toMatchObject({ status: 409, body: { __type: "ConflictException" } });
  });

  test.each([
    ["an expression it does not understand", { ScheduleExpression: "soon" }, 400],
    ["a target that nothing here receives for", { Target: { ...input.Target, Arn: "arn:aws:sqs:x:y:unknown" } }, 400],
    ["no role", { Target: { Arn: queue } }, 400],
    ["a group that is not there", { GroupName: "unknown" }, 404],
  ])("%s is refused", (_, change, status) => {
    expect(call("CreateSchedule", "/schedules/apt_1", { ...input, ...change }).status).toBe(status);
  });

  test("lists go on where they stopped", () => {
    for (const name of ["a", "b", "c"]) call("CreateSchedule", `/schedules/${name}`, { ...input, ClientToken: name });
    const first = call("ListSchedules", "/schedules?MaxResults=2", {}).body;
    expect(first).toMatchObject({ Schedules: [{ Name: "a" }, { Name: "b" }], NextToken: "reminders/b" });
    const rest = call("ListSchedules", "/schedules?MaxResults=2&NextToken=reminders/b", {}).body;
    expect(rest).toMatchObject({ Schedules: [{ Name: "c" }] });
  });

  test("a group goes with its schedules", () => {
    call("CreateSchedule", "/schedules/apt_1", input);
    call("DeleteScheduleGroup", "/schedule-groups/reminders", {});
    expect([...store.all()]).toEqual([]);
    expect(call("CreateSchedule", "/schedules/apt_1", input).status).toBe(404);
  });
});

describe("the store's file", () => {
  test("brings everything back, and forgets a line that a kill cut short", () => {
    call("CreateSchedule", "/schedules/kept", input);
    call("CreateSchedule", "/schedules/gone", { ...input, ClientToken: "2" });
    call("DeleteSchedule", "/schedules/gone?groupName=reminders", {});
    const file = join(folder, "schedules.jsonl");
    writeFileSync(file, `${readFileSync(file, "utf8")}{"put":{"name":"ha`);
    open();
    expect([...store.all()].map(({ name }) => name)).toEqual(["kept"]);
    expect(store.groups.all()).toContain("reminders");
  });
});
