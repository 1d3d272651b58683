import { readDomainEvent, readMailEvent } from "../../shared/events/read-event.ts";
import { isId } from "../../shared/ids.ts";
import { mailNews } from "./mail-event.ts";
import type { ChunkMessage, PlanMessage } from "./queues.ts";
import type { EventMessage } from "./recording.ts";

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
  const event = readDomainEvent(body);
  return named(event.accountId, event.resource.id);
};

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
