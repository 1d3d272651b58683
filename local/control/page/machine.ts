import type { FaultView, QueueView, RecentCall, RecentRequest, ScheduleView } from "../views.ts";
import { list, outcomeOf, post } from "./ask.ts";
import { dateAndTime, element, time } from "./dom.ts";
import { isNews } from "./news.ts";
import { drawTable } from "./table.ts";

/** What goes on in the machine: its queues, its schedules, what it was asked, and what is set to go wrong. */

export const showQueues = async (): Promise<void> => {
  const queues = await list<QueueView>("queues");
  if (!isNews(queues)) return;
  const rows = queues.map(
    ({ name, visible, inFlight, delayed, deadLetterQueue, maxReceiveCount, isDeadLetterQueue }) => [
      name,
      element("span", { className: isDeadLetterQueue && visible > 0 ? "bad" : "", textContent: String(visible) }),
      String(inFlight),
      String(delayed),
      isDeadLetterQueue ? "dead letters" : deadLetterQueue ? `${deadLetterQueue} after ${maxReceiveCount}` : "",
    ],
  );
  drawTable("queue-list", ["Queue", "Waiting", "In hand", "Delayed", "Dead letters to"], rows);
};

export const showSchedules = async (): Promise<void> => {
  const schedules = await list<ScheduleView>("schedules");
  if (!isNews(schedules)) return;
  const rows = schedules.map(({ name, group, expression, timeZone = "", nextAt, state, target }) => {
    const next = state === "ENABLED" ? dateAndTime(nextAt) : "disabled";
    return [name, group, `${expression} ${timeZone}`, next, target, runButton(name)];
  });
  drawTable("schedule-list", ["Schedule", "Group", "When", "Next", "Target", ""], rows);
};

const runButton = (name: string): HTMLButtonElement => {
  const run = element("button", { type: "button", textContent: "Run now" });
  run.onclick = async () => {
    run.textContent = await outcomeOf(post(`schedules/${encodeURIComponent(name)}/run`, {}), "Ran ✓");
  };
  return run;
};

export const showRequests = async (): Promise<void> => {
  const requests = await list<RecentRequest>("requests");
  if (!isNews(requests)) return;
  const rows = requests.map(({ at, method, path, status, ms }) => [
    time(at),
    method,
    path,
    statusCell(status),
    `${ms} ms`,
  ]);
  drawTable("request-list", ["At", "Method", "Path", "Status", "Took"], rows);
};

export const showCalls = async (): Promise<void> => {
  const calls = await list<RecentCall>("calls");
  if (!isNews(calls)) return;
  const rows = calls.map(({ at, functionName, service, operation, status, ms }) => [
    time(at),
    functionName || "operator",
    service,
    operation,
    statusCell(status),
    `${ms} ms`,
  ]);
  drawTable("call-list", ["At", "Function", "Service", "Operation", "Status", "Took"], rows);
};

const statusCell = (status: number): HTMLElement => {
  const isBad = status >= 400 || status === 0;
  return element("span", {
    className: isBad ? "bad" : "good",
    textContent: status === 0 ? "dropped" : String(status),
  });
};

export const showFaults = async (): Promise<void> => {
  const faults = await list<FaultView>("faults");
  if (!isNews(faults)) return;
  const rows = faults.map(({ service, mode, rate, function: named = "any", operation = "any", count = "∞" }) => [
    service,
    operation,
    mode,
    String(rate),
    named,
    String(count),
  ]);
  drawTable("fault-list", ["Service", "Operation", "How", "Share", "Function", "Left"], rows);
};
