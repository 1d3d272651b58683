import type { AwsCall } from "../front-door/calls.ts";
import { recordOf, textOf } from "../front-door/read.ts";
import { arnOf, type Place } from "./arns.ts";
import type { Need } from "./policies.ts";

/** Whoever gives a schedule a role to act with must be allowed to pass that role. */
export const schedulerNeeds = (call: AwsCall, place: Place): Need[] => {
  const { operation, path, input, parameters } = call;
  const action = `scheduler:${operation}`;
  if (operation.startsWith("List")) return [{ action, resource: "*" }];
  const name = decodeURIComponent(path.split("/")[2] ?? "");
  if (operation.endsWith("Group")) return [{ action, resource: arnOf("scheduler", place, "schedule-group/", name) }];
  const group = textOf(input.GroupName) || parameters.get("groupName") || "default";
  const own = { action, resource: arnOf("scheduler", place, "schedule/", `${group}/${name}`) };
  const passedRole = textOf(recordOf(input.Target).RoleArn);
  if (!passedRole) return [own];
  const context = { "iam:passedtoservice": "scheduler.amazonaws.com" };
  return [own, { action: "iam:PassRole", resource: passedRole, context }];
};
