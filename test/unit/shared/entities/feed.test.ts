import { describe, expect, it } from "vitest";
import { kinds } from "../../../../functions/kinds.ts";
import { toStored } from "../../../../shared/db/entity.ts";
import { type Client, clients } from "../../../../shared/entities/client.ts";
import { feedEntries, feedEntryOf, kindOf } from "../../../../shared/entities/feed.ts";
import { changeBetween } from "../../../../shared/events/change.ts";
import { aClient } from "../../../support/a-client.ts";

const before = aClient({ fields: { plate: "ABC 123", colour: "red" } });
const entryOf = (own: Partial<Client>, old: Client | null = before) => {
  const after = { ...before, version: 2, updatedAt: "2026-03-03T08:00:00.000Z", updatedBy: "mem_1", ...own };
  const change = changeBetween(kinds, old ? toStored(clients, old) : undefined, toStored(clients, after));
  if (!change) throw new Error("Nothing changed.");
  return feedEntryOf(change);
};

describe("the history of a client", () => {
  it("tells who changed what, when, from where, with old and new values", () => {
    expect(entryOf({ email: "a@garage.example", name: "Noémie Roy", source: "app" })).toMatchObject({
      type: "client.updated",
      occurredAt: "2026-03-03T08:00:00.000Z",
      actor: { kind: "person", id: "mem_1" },
      source: "app",
      version: 2,
      changes: [
        { field: "email", to: "a@garage.example" },
        { field: "name", from: "Noémie Côté", to: "Noémie Roy" },
      ],
    });
  });

  it("says each thing once: its kind stands in its type, the client is the resource", () => {
    const entry = entryOf({ name: "Noémie Roy" });
    expect(entry).not.toHaveProperty("clientId");
    expect(kindOf(entry)).toBe("client");
    expect(toStored(feedEntries, entry)).toMatchObject({ gsi1pk: expect.stringContaining(`#${before.id}#FEED`) });
  });

  it("tells each custom field and each channel by its name", () => {
    const subscriptions = { ...before.subscriptions, sms: { general: true, marketing: true } };
    expect(entryOf({ fields: { plate: "XYZ 789", size: 5 }, subscriptions }).changes).toEqual([
      { field: "fields.colour", from: "red" },
      { field: "fields.plate", from: "ABC 123", to: "XYZ 789" },
      { field: "fields.size", to: 5 },
      { field: "subscriptions.sms", from: before.subscriptions.sms, to: subscriptions.sms },
    ]);
  });

  it("cuts long values and marks them", () => {
    const [change] = entryOf({ note: "é".repeat(10_000) }).changes ?? [];
    expect(change).toMatchObject({ field: "note", cut: true });
    expect(String(change?.to)).toHaveLength(2001);
  });

  it("fits into an item, however much changed", () => {
    const fields = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`field${n}`, "x".repeat(1900)]));
    const entry = entryOf({ fields });
    expect(entry.changes).toHaveLength(502);
    expect(Buffer.byteLength(JSON.stringify(entry))).toBeLessThan(120_000);
    expect(entry.changes?.at(-1)).toEqual({ field: "fields.plate", cut: true });
  });

  it("begins after the creation, and stands in the client's activity from the beginning", () => {
    const creation = entryOf({}, null);
    expect(creation.type).toBe("client.created");
    expect(feedEntries.keys(creation)).toMatchObject({ gsi1pk: `${before.accountId}#${before.id}#FEED` });
    expect(feedEntries.keys(creation).gsi2pk).toBeUndefined();
    expect(feedEntries.keys(entryOf({ name: "Zoë" })).gsi2pk).toBe(`${before.accountId}#${before.id}#HISTORY`);
  });

  it("is the same whenever it is written, so that the last one may win", () => {
    expect(entryOf({ name: "Zoë" })).toEqual(entryOf({ name: "Zoë" }));
  });
});
