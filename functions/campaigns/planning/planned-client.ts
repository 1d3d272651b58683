import type { Client } from "../../../shared/entities/client.ts";

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

/** Also whether it was changed since a moment: enough where the list that is walked holds the clients themselves. */
export const forWalking = [...eligibility, "updatedAt"] as const;
export type WalkedClient = Pick<Client, (typeof forWalking)[number]>;

/** Also whether the client still stands where the lists have it, and meets what the audience asks for. */
export const forPlanning = [
  ...forWalking,
  ...(["name", "tags", "typeId", "assignedTo", "mobile", "indexed"] as const),
] as const;

/** Also what an e-mail may say of a client. */
export const forSending = [
  ...eligibility,
  ...(["accountId", "name", "firstName", "lastName", "company", "fields"] as const),
] as const;
export type SentClient = Pick<Client, (typeof forSending)[number]>;
