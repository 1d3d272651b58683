import * as z from "zod/mini";
import type { Clock } from "./clock.ts";
import { parseTiming } from "./expression.ts";
import type { Schedule, ScheduleStore } from "./store.ts";

export interface Answer {
  status: number;
  body: unknown;
}

interface ApiOptions {
  store: ScheduleStore;
  clock: Pick<Clock, "changed">;
  /** True for a target this runner can reach. */
  reaches(targetArn: string): boolean;
  region: string;
  accountId: string;
}

const name = z.string().check(z.regex(/^[0-9a-zA-Z-_.]+$/), z.maxLength(64));

const ScheduleInput = z.object({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.optional(z.string()),
  GroupName: z._default(name, "default"),
  FlexibleTimeWindow: z.object({ Mode: z.enum(["OFF", "FLEXIBLE"]), MaximumWindowInMinutes: z.optional(z.number()) }),
  StartDate: z.optional(z.number()),
  EndDate: z.optional(z.number()),
  State: z._default(z.enum(["ENABLED", "DISABLED"]), "ENABLED"),
  ActionAfterCompletion: z._default(z.enum(["NONE", "DELETE"]), "NONE"),
  Description: z.optional(z.string().check(z.maxLength(512))),
  ClientToken: z.optional(z.string()),
  Target: z.object({
    Arn: z.string(),
    RoleArn: z.string().check(z.regex(/^arn:aws:iam::\d{12}:role\//)),
    Input: z.optional(z.string()),
    SqsParameters: z.optional(z.object({ MessageGroupId: z.optional(z.string()) })),
    EventBridgeParameters: z.optional(z.object({ DetailType: z.string(), Source: z.string() })),
    RetryPolicy: z.optional(z.object({ MaximumRetryAttempts: z.optional(z.number()) })),
    DeadLetterConfig: z.optional(z.object({ Arn: z.optional(z.string()) })),
  }),
});

class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * The API of EventBridge Scheduler, as its SDK speaks it: schedules and groups, created, read, listed, changed, deleted.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html
 */
export const createSchedulerApi = ({ store, clock, reaches, region, accountId }: ApiOptions) => {
  const arn = (kind: string, path: string) => `arn:aws:scheduler:${region}:${accountId}:${kind}/${path}`;
  const create = (address: Address, input: unknown): Answer => {
    const wanted = toSchedule(address, input);
    const other = store.get(wanted.group, wanted.name);
    const sameRequest = other?.clientToken !== undefined && other.clientToken === wanted.clientToken;
    if (other && !sameRequest) throw conflict(`Schedule ${wanted.name} already exists.`);
    if (!other) save(wanted);
    return ok({ ScheduleArn: arn("schedule", `${wanted.group}/${wanted.name}`) });
  };

  const update = (address: Address, input: unknown): Answer => {
    const wanted = toSchedule(address, input);
    const { createdAt } = existing({ ...address, group: wanted.group });
    save({ ...wanted, createdAt, modifiedAt: Date.now() });
    return ok({ ScheduleArn: arn("schedule", `${wanted.group}/${wanted.name}`) });
  };

  const list = ({ query }: Address): Answer => {
    const group = query.get("ScheduleGroup");
    const prefix = query.get("NamePrefix") ?? "";
    const state = query.get("State");
    const limit = Number(query.get("MaxResults") ?? 100);
    const after = query.get("NextToken") ?? "";
    const found = [...store.all()]
      .filter(({ origin }) => origin !== "rule")
      .filter((schedule) => (!group || schedule.group === group) && schedule.name.startsWith(prefix))
      .filter(({ enabled }) => !state || enabled === (state === "ENABLED"))
      .map((schedule) => ({ schedule, key: `${schedule.group}/${schedule.name}` }))
      .filter(({ key }) => key > after)
      .toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const page = found.slice(0, limit);
    const NextToken = found.length > limit ? page.at(-1)?.key : undefined;
    return ok({ Schedules: page.map(({ schedule }) => brief(schedule)), NextToken });
  };

  const operations: Record<string, (address: Address, input: unknown) => Answer> = {
    CreateSchedule: create,
    UpdateSchedule: update,
    GetSchedule: (address) => ok(full(existing(address))),
    DeleteSchedule(address) {
      const { group, name: found } = existing(address);
      store.remove(group, found);
      return ok({});
    },
    ListSchedules: list,
    CreateScheduleGroup(address) {
      if (store.groups.has(address.name)) throw conflict(`Schedule group ${address.name} already exists.`);
      store.groups.add(checked(name, address.name));
      return ok({ ScheduleGroupArn: arn("schedule-group", address.name) });
    },
    GetScheduleGroup: (address) => ok(groupView(existingGroup(address.name))),
    DeleteScheduleGroup(address) {
      store.groups.remove(existingGroup(address.name));
      return ok({});
    },
    ListScheduleGroups: () => ok({ ScheduleGroups: store.groups.all().map(groupView) }),
  };

  const save = (schedule: Schedule): void => {
    store.put(schedule);
    clock.changed(schedule);
  };

  const toSchedule = (address: Address, input: unknown): Schedule => {
    const given = checked(ScheduleInput, input);
    existingGroup(given.GroupName);
    try {
      parseTiming(given.ScheduleExpression, given.ScheduleExpressionTimezone);
    } catch (error) {
      throw invalid(
        `Invalid Schedule Expression ${given.ScheduleExpression}. ${error instanceof Error ? error.message : ""}`,
      );
    }
    if (!reaches(given.Target.Arn)) throw invalid(`Provided Arn is not in correct format: ${given.Target.Arn}`);
    const now = Date.now();
    return {
      name: checked(name, address.name),
      group: given.GroupName,
      expression: given.ScheduleExpression,
      timeZone: given.ScheduleExpressionTimezone,
      startAt: given.StartDate && given.StartDate * 1000,
      endAt: given.EndDate && given.EndDate * 1000,
      enabled: given.State === "ENABLED",
      target: given.Target,
      deleteAfterCompletion: given.ActionAfterCompletion === "DELETE",
      description: given.Description,
      flexibleTimeWindow: given.FlexibleTimeWindow,
      clientToken: given.ClientToken,
      createdAt: now,
      modifiedAt: now,
      origin: "api",
    };
  };

  const existing = ({ group, name: wanted }: Pick<Address, "group" | "name">): Schedule => {
    const schedule = store.get(group, wanted);
    if (!schedule || schedule.origin === "rule") throw missing(`Schedule ${wanted} does not exist.`);
    return schedule;
  };

  const existingGroup = (wanted: string): string => {
    if (!store.groups.has(wanted)) throw missing(`Schedule group ${wanted} does not exist.`);
    return wanted;
  };

  const groupView = (group: string) => ({ Name: group, Arn: arn("schedule-group", group), State: "ACTIVE" });

  const brief = ({ name: Name, group, enabled, target, createdAt, modifiedAt }: Schedule) => ({
    Arn: arn("schedule", `${group}/${Name}`),
    Name,
    GroupName: group,
    State: enabled ? "ENABLED" : "DISABLED",
    CreationDate: createdAt / 1000,
    LastModificationDate: modifiedAt / 1000,
    Target: { Arn: target.Arn },
  });

  const full = (schedule: Schedule) => ({
    ...brief(schedule),
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timeZone ?? "UTC",
    StartDate: schedule.startAt && schedule.startAt / 1000,
    EndDate: schedule.endAt && schedule.endAt / 1000,
    Description: schedule.description,
    FlexibleTimeWindow: schedule.flexibleTimeWindow,
    ActionAfterCompletion: schedule.deleteAfterCompletion ? "DELETE" : "NONE",
    Target: schedule.target,
  });

  return (operation: string, path: string, input: unknown): Answer => {
    try {
      const operate = operations[operation];
      if (!operate) throw new ApiError(404, "UnknownOperationException", `${operation} is not known here.`);
      return operate(addressOf(path), input);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: error.status, body: { __type: error.code, Message: error.message } };
    }
  };
};

interface Address {
  name: string;
  group: string;
  query: URLSearchParams;
}

/** `/schedules/{name}?groupName=…` */
const addressOf = (path: string): Address => {
  const { pathname, searchParams } = new URL(path, "http://scheduler");
  const last = decodeURIComponent(pathname.split("/").at(-1) ?? "");
  return { name: last, group: searchParams.get("groupName") ?? "default", query: searchParams };
};

const checked = <T extends z.ZodMiniType>(shape: T, input: unknown): z.infer<T> => {
  const result = z.safeParse(shape, input);
  if (result.success) return result.data;
  throw invalid(z.prettifyError(result.error));
};

const ok = (body: unknown): Answer => ({ status: 200, body });
const invalid = (message: string) => new ApiError(400, "ValidationException", message);
const conflict = (message: string) => new ApiError(409, "ConflictException", message);
const missing = (message: string) => new ApiError(404, "ResourceNotFoundException", message);
