import { readerOf } from "../../../shared/app/on.ts";
import { readMailEvent } from "../../../shared/events/read-event.ts";
import { isId } from "../../../shared/ids.ts";
import { job } from "../../jobs/kinds.ts";
import { campaign } from "../kinds.ts";
import { mailNews } from "../recording/mail-event.ts";
import type { EventMessage } from "../recording/recording.ts";
import type { ChunkMessage, PlanMessage } from "./queues.ts";

const fieldsOf = (body: unknown): Readonly<Record<string, unknown>> =>
  typeof body === "object" && body !== null ? (body as Readonly<Record<string, unknown>>) : {};

const named = (accountId: unknown, campaignId: unknown): PlanMessage => {
  if (typeof accountId !== "string" || !isId("account", accountId)) throw new Error("The message names no account.");
  if (typeof campaignId !== "string" || !isId("campaign", campaignId))
    throw new Error("The message names no campaign.");
  return { accountId, campaignId };
};

/** The event of a campaign that is to be sent, or what the planner queued for itself. */
export const readPlanMessage = (body: unknown): PlanMessage => {
  const { accountId, campaignId, missing, looks } = fieldsOf(body);
  if (accountId !== undefined) {
    const known = typeof missing === "number" && typeof looks === "number" ? { missing, looks } : {};
    return { ...named(accountId, campaignId), ...known };
  }
  const event = readStart(body);
  return { accountId: event.accountId, campaignId: event.resource.id };
};

/** What wakes the planner: a campaign, or a job that counts an audience to its end. */
export const readPlannerMessage = (body: unknown) =>
  fieldsOf(fieldsOf(body).detail).type === job.requested.type
    ? { count: readCount(body) }
    : { plan: readPlanMessage(body) };

const readCount = readerOf([job.requested]);
const readStart = readerOf([campaign.send_requested, campaign.winner_picked]);

export const readChunkMessage = (body: unknown): ChunkMessage => {
  const { accountId, campaignId, segment, drained, ...rest } = fieldsOf(body);
  const numbers = [rest.chunk, rest.offset, rest.size].filter((value) => typeof value === "number");
  const [chunk, offset, size] = numbers;
  if (chunk === undefined || offset === undefined || size === undefined || typeof segment !== "string")
    throw new Error("The message names no chunk.");
  return { ...named(accountId, campaignId), chunk, segment, offset, size, ...(drained === true ? { drained } : {}) };
};

/** An event of the provider, or a chunk whose sender waits until the events before it are recorded. */
export const readEventMessage = (body: unknown): EventMessage => {
  if (fieldsOf(body).chunk !== undefined) return { look: readChunkMessage(body) };
  const event = readMailEvent(body);
  return { news: mailNews(event), type: String(event.eventType) };
};
