import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { appendLine } from "../append-whole.ts";

export interface ScheduleTarget {
  Arn: string;
  RoleArn?: string;
  Input?: string;
  SqsParameters?: { MessageGroupId?: string };
  EventBridgeParameters?: { DetailType: string; Source: string };
  RetryPolicy?: { MaximumRetryAttempts?: number };
  DeadLetterConfig?: { Arn?: string };
}

/** Times are milliseconds since 1970. */
export interface Schedule {
  name: string;
  group: string;
  expression: string;
  timeZone?: string;
  startAt?: number;
  endAt?: number;
  enabled: boolean;
  target: ScheduleTarget;
  deleteAfterCompletion: boolean;
  description?: string;
  flexibleTimeWindow?: unknown;
  createdAt: number;
  modifiedAt: number;
  lastRunAt?: number;
  clientToken?: string;
  /** `rule`: a scheduled rule of the bus, whose target wants an event. */
  origin: "api" | "template" | "rule";
}

type Entry = { put: Schedule } | { remove: string } | { group: string } | { removeGroup: string };

export interface ScheduleStore {
  all(): Iterable<Schedule>;
  get(group: string, name: string): Schedule | undefined;
  put(schedule: Schedule): void;
  remove(group: string, name: string): void;
  groups: { all(): string[]; has(name: string): boolean; add(name: string): void; remove(name: string): void };
}

const keyOf = (group: string, name: string) => `${group}/${name}`;

/**
 * Keeps schedules in memory and each change as a line of a file: a hundred thousand reminders cost one short append
 * each. The file is written anew at every start; a last line cut short by a kill is left out.
 */
export const openScheduleStore = (file: string): ScheduleStore => {
  mkdirSync(dirname(file), { recursive: true });
  const schedules = new Map<string, Schedule>();
  const groups = new Set(["default"]);
  const apply = (entry: Entry): void => {
    if ("put" in entry) schedules.set(keyOf(entry.put.group, entry.put.name), entry.put);
    else if ("remove" in entry) schedules.delete(entry.remove);
    else if ("group" in entry) groups.add(entry.group);
    else groups.delete(entry.removeGroup);
  };

  for (const entry of readEntries(file)) apply(entry);
  const kept: Entry[] = [
    ...[...groups].map((group) => ({ group })),
    ...[...schedules.values()].map((put) => ({ put })),
  ];
  writeFileSync(`${file}.new`, kept.map(toLine).join(""));
  renameSync(`${file}.new`, file);

  const change = (entry: Entry): void => {
    appendLine(file, toLine(entry));
    apply(entry);
  };

  return {
    all: () => schedules.values(),
    get: (group, name) => schedules.get(keyOf(group, name)),
    put: (schedule) => change({ put: schedule }),
    remove: (group, name) => change({ remove: keyOf(group, name) }),
    groups: {
      all: () => [...groups],
      has: (name) => groups.has(name),
      add: (name) => change({ group: name }),
      remove(name) {
        for (const schedule of [...schedules.values()]) {
          if (schedule.group === name) change({ remove: keyOf(name, schedule.name) });
        }
        change({ removeGroup: name });
      },
    },
  };
};

const toLine = (entry: Entry): string => `${JSON.stringify(entry)}\n`;

const readEntries = (file: string): Entry[] => {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  // What follows the last line break is either nothing or half a line.
  return lines.slice(0, -1).map((line) => JSON.parse(line));
};
