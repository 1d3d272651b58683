import type { Client } from "../../shared/entities/client.ts";

/** What decides whether a client gets an e-mail, and in which language. */
const eligibility = [
  "id",
  "status",
  "disabled",
  "email",
  "suppressed",
  "subscriptions",
  "marketingRefusedAt",
  "language",
] as const;

/** Also whether the client still stands where the lists have it, and meets what the audience asks for. */
export const forPlanning = [
  ...eligibility,
  ...(["name", "updatedAt", "tags", "typeId", "assignedTo", "mobile", "indexed"] as const),
] as const;
export type PlannedClient = Pick<Client, (typeof forPlanning)[number]>;

/** Also what an e-mail may say of a client. */
export const forSending = [
  ...eligibility,
  ...(["accountId", "name", "firstName", "lastName", "company", "fields"] as const),
] as const;
export type SentClient = Pick<Client, (typeof forSending)[number]>;
