import { until } from "./until.ts";

/** A schedule as the running stack shows it. */
interface Scheduled {
  name: string;
  nextAt: string;
  input: string;
}

/** The schedule of a resource's timer, by `/_local/schedules`; undefined when there is none. */
export const scheduleOf = async (url: string, subject: string): Promise<Scheduled | undefined> => {
  const answer = await fetch(`${url}/_local/schedules`);
  const { data } = (await answer.json()) as { data: Scheduled[] };
  return data.find(({ input }) => JSON.parse(input ?? "{}").subject === subject);
};

/** Runs the schedule of a resource's timer as if it were due, once there is one: for that moment, if one is named. */
export const ringNow = async (url: string, subject: string, dueAt?: string): Promise<Scheduled> => {
  const schedule = await until(async () => {
    const found = await scheduleOf(url, subject);
    return found && (dueAt === undefined || JSON.parse(found.input).dueAt === dueAt) ? found : undefined;
  }, `a schedule for ${subject}`);
  const answer = await fetch(`${url}/_local/schedules/${encodeURIComponent(schedule.name)}/run`, { method: "POST" });
  if (!answer.ok) throw new Error(`The schedule ${schedule.name} could not be run: ${answer.status}`);
  return schedule;
};
