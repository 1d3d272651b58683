import type { RuleDeclaration, ScheduleDeclaration } from "../assembly/deployment.ts";
import type { Schedule, ScheduleStore } from "./store.ts";

/** The group under which scheduled rules of the bus are kept; no schedule of the API can be in it. */
export const ruleGroup = "(rules)";

/**
 * Brings groups, schedules and scheduled rules of the template into the store, and takes out those it no longer has.
 * One that is unchanged goes on from its last run.
 */
export const declareSchedules = (
  store: ScheduleStore,
  declared: { scheduleGroups: string[]; schedules: ScheduleDeclaration[]; rules: RuleDeclaration[] },
): void => {
  for (const group of declared.scheduleGroups) if (!store.groups.has(group)) store.groups.add(group);
  const wanted = [...declared.schedules.map(fromSchedule), ...declared.rules.flatMap(fromRule)];
  const keys = new Set(wanted.map(({ group, name }) => `${group}/${name}`));
  for (const { origin, group, name } of [...store.all()]) {
    if (origin !== "api" && !keys.has(`${group}/${name}`)) store.remove(group, name);
  }
  for (const schedule of wanted) {
    const known = store.get(schedule.group, schedule.name);
    if (!known || !sameDeclaration(known, schedule)) store.put(schedule);
  }
};

const fromSchedule = (shape: ScheduleDeclaration): Schedule => ({
  name: shape.name,
  group: shape.GroupName,
  expression: shape.ScheduleExpression,
  timeZone: shape.ScheduleExpressionTimezone,
  startAt: shape.StartDate === undefined ? undefined : Date.parse(shape.StartDate),
  endAt: shape.EndDate === undefined ? undefined : Date.parse(shape.EndDate),
  enabled: shape.State === "ENABLED",
  target: shape.Target,
  flexibleTimeWindow: shape.FlexibleTimeWindow,
  deleteAfterCompletion: false,
  createdAt: Date.now(),
  modifiedAt: Date.now(),
  origin: "template",
});

const fromRule = ({ name, ScheduleExpression, State, Targets }: RuleDeclaration): Schedule[] => {
  const [first] = Targets;
  if (!ScheduleExpression || !first) return [];
  return [
    {
      name,
      group: ruleGroup,
      expression: ScheduleExpression,
      enabled: State !== "DISABLED",
      target: { Arn: first.Arn },
      deleteAfterCompletion: false,
      createdAt: Date.now(),
      modifiedAt: Date.now(),
      origin: "rule",
    },
  ];
};

const sameDeclaration = (known: Schedule, declared: Schedule): boolean => {
  const essence = ({ createdAt, modifiedAt, lastRunAt, ...rest }: Schedule) => JSON.stringify(rest, sortedKeys);
  return essence(known) === essence(declared);
};

/** Property order differs between what was read from disk and what was just made. */
const sortedKeys = (_: string, value: unknown): unknown => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
};
