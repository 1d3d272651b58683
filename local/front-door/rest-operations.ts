/** The operations of the REST-JSON services, by method and path. An unknown one keeps its method and path as name. */

const ses: [method: string, path: RegExp, operation: string][] = [
  ["POST", /^\/v2\/email\/outbound-emails$/, "SendEmail"],
  ["POST", /^\/v2\/email\/outbound-bulk-emails$/, "SendBulkEmail"],
  ["GET", /^\/v2\/email\/account$/, "GetAccount"],
];

const scheduler: [method: string, path: RegExp, operation: string][] = [
  ["GET", /^\/schedules\/?$/, "ListSchedules"],
  ["POST", /^\/schedules\/[^/]+$/, "CreateSchedule"],
  ["GET", /^\/schedules\/[^/]+$/, "GetSchedule"],
  ["PUT", /^\/schedules\/[^/]+$/, "UpdateSchedule"],
  ["DELETE", /^\/schedules\/[^/]+$/, "DeleteSchedule"],
  ["GET", /^\/schedule-groups\/?$/, "ListScheduleGroups"],
  ["POST", /^\/schedule-groups\/[^/]+$/, "CreateScheduleGroup"],
  ["GET", /^\/schedule-groups\/[^/]+$/, "GetScheduleGroup"],
  ["DELETE", /^\/schedule-groups\/[^/]+$/, "DeleteScheduleGroup"],
];

const lambda: [method: string, path: RegExp, operation: string][] = [
  ["POST", /^\/2015-03-31\/functions\/[^/]+\/invocations$/, "Invoke"],
];

export const lambdaOperationOf = (method: string, path: string): string => named(lambda, method, path);

export const sesOperationOf = (method: string, path: string): string => named(ses, method, path);

export const schedulerOperationOf = (method: string, path: string): string => named(scheduler, method, path);

const named = (operations: [string, RegExp, string][], method: string, path: string): string => {
  const found = operations.find(([itsMethod, pattern]) => itsMethod === method && pattern.test(path));
  return found?.[2] ?? `${method} ${path}`;
};
