import { describe, expect, it } from "vitest";
import { kinds } from "../../../../functions/kinds.ts";
import { toStored } from "../../../../shared/db/entity.ts";
import { type Client, clients, subscriptionProofs } from "../../../../shared/entities/client.ts";
import { feedEntryOf } from "../../../../shared/entities/feed.ts";
import { changeBetween } from "../../../../shared/events/change.ts";
import { eventOf } from "../../../../shared/events/event.ts";
import { ulids } from "../../../../shared/ids.ts";
import { aClient } from "../../../support/a-client.ts";

const at = "2026-03-02T15:00:00.000Z";
const email = (marketing: boolean): Client["subscriptions"] => ({
  email: { general: true, marketing },
  sms: { general: true, marketing: false },
});

/** A client who says no, by the link of a campaign. */
const refusal = (before: Client) => {
  const after: Client = { ...before, subscriptions: email(false), marketingRefusedAt: at, version: 2, updatedAt: at };
  const change = changeBetween(kinds, toStored(clients, before), toStored(clients, after));
  if (!change) throw new Error("Nothing is told.");
  return { event: eventOf(change), entry: feedEntryOf(change) };
};

describe("a client who refuses marketing", () => {
  it("has one consent change in the history, in the words of the API", () => {
    const { event, entry } = refusal(aClient({ subscriptions: email(true) }));
    expect(entry.changes?.map(({ field }) => field)).toEqual(["subscriptions.email"]);
    expect(event.changed).toEqual(["subscriptions"]);
    expect(event.resource).not.toHaveProperty("marketingRefusedAt");
  });

  it("has none there who had never agreed: the proof tells it in their activity", () => {
    const before = aClient({ subscriptions: email(false) });
    const { event, entry } = refusal(before);
    expect(entry).not.toHaveProperty("changes");
    expect(event).toMatchObject({ type: "client.updated", changed: [] });
    expect(event.resource).not.toHaveProperty("marketingRefusedAt");
    const { id: clientId, accountId, createdBy, source } = before;
    const provenance = { version: 1, createdAt: at, createdBy, updatedAt: at, updatedBy: clientId, source };
    const choice = { before: before.subscriptions, after: before.subscriptions, marketingRefusedAt: at };
    const proof = { id: ulids.next("event"), accountId, clientId, ...choice, how: "link" as const, at, ...provenance };
    const told = changeBetween(kinds, undefined, toStored(subscriptionProofs, proof));
    expect(told && feedEntryOf(told)).toMatchObject({ type: "subscription.created", clientId, title: "link" });
  });
});
