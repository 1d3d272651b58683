import fc from "fast-check";
import { expect, it } from "vitest";
import { kinds } from "../../../../functions/kinds.ts";
import { toStored } from "../../../../shared/db/entity.ts";
import { put } from "../../../../shared/db/writes.ts";
import { type Client, clients } from "../../../../shared/entities/client.ts";
import { creationOf, listActivity } from "../../../../shared/entities/client-creation.ts";
import { type FeedEntry, feedEntries, feedEntryOf } from "../../../../shared/entities/feed.ts";
import { changeBetween, eventIdOf } from "../../../../shared/events/change.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { aClient } from "../../../support/a-client.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const client = aClient({ source: "import" });

const told = (from: Client | undefined): FeedEntry | undefined => {
  const change = changeBetween(kinds, undefined, from && toStored(clients, from));
  return change && feedEntryOf(change);
};

it("a client says of their creation what an entry would", () => {
  for (const name of ["Noémie", "x".repeat(300)]) {
    const first = aClient({ name, createdBy: derivedId("member", "1"), updatedBy: derivedId("member", "1") });
    expect(creationOf(first)).toEqual(told(first));
  }
  expect(creationOf({ ...client, version: 2 })).toBeUndefined();
});

/** A note on the client, some milliseconds after (or before) the client came to be. */
const noteAt = (milliseconds: number): FeedEntry => {
  const occurredAt = new Date(Date.parse(client.createdAt) + milliseconds).toISOString();
  const resourceId = derivedId("note", String(milliseconds));
  return {
    id: eventIdOf({ id: resourceId, version: 1, updatedAt: occurredAt }),
    accountId: client.accountId,
    type: "note.created",
    occurredAt,
    actor: { kind: "person", id: "mem_1" },
    source: "app",
    resourceId,
    version: 1,
    clientId: client.id,
  };
};

const allPages = async (entries: readonly FeedEntry[], limit: number): Promise<string[]> => {
  const db = memoryTable().table.of(client.accountId);
  await db.writeBatch(entries.map((entry) => put(feedEntries, entry)));
  const ids: string[] = [];
  let page = await listActivity(db, client.id, Promise.resolve(client), { limit });
  for (;;) {
    expect(page.items.length).toBeLessThanOrEqual(limit);
    ids.push(...page.items.map(({ id }) => id));
    if (!page.next) return ids;
    page = await listActivity(db, client.id, Promise.resolve(client), { limit, after: page.next });
  }
};

it("stands in the client's activity once, in its place, however long a page is, with an entry of 0.2 or without", async () => {
  const creation = told(client);
  if (!creation) throw new Error("Nobody was made.");
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: -2, max: 9 }), { maxLength: 8 }),
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      async (moments, limit, isStored) => {
        const notes = moments.map(noteAt);
        const expected = [...notes, creation].map(({ id }) => id).sort((a, b) => (a < b ? 1 : -1));
        expect(await allPages([...notes, ...(isStored ? [creation] : [])], limit)).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
});
