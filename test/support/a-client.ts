import type { Client } from "../../shared/entities/client.ts";
import { type AccountId, derivedId } from "../../shared/ids.ts";

export const anAccountId: AccountId = derivedId("account", "a test");

/** A client with nothing but a name, and what the test says. */
export const aClient = (own: Partial<Client> = {}): Client => ({
  id: derivedId("client", own.name ?? "Noémie Côté"),
  accountId: anAccountId,
  name: "Noémie Côté",
  phones: [],
  addresses: [],
  tags: [],
  fields: {},
  indexed: { search: [], filter: {} },
  showNote: false,
  signatureExempt: false,
  disabled: false,
  assignedTo: [],
  status: "active",
  subscriptions: { email: { general: true, marketing: false }, sms: { general: true, marketing: false } },
  version: 1,
  createdAt: "2026-03-02T15:00:00.000Z",
  createdBy: "key_test",
  updatedAt: "2026-03-02T15:00:00.000Z",
  updatedBy: "key_test",
  source: "api",
  ...own,
});
