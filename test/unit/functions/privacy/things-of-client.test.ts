import { expect, it } from "vitest";
import { copyThings, thingsEraser } from "../../../../functions/privacy/things-of-client.ts";
import { entity } from "../../../../shared/db/entity.ts";
import { keys, partitions } from "../../../../shared/db/keys.ts";
import { insert } from "../../../../shared/db/writes.ts";
import { kindOf, kindsIn } from "../../../../shared/events/kind.ts";
import { type AccountId, type ClientId, derivedId } from "../../../../shared/ids.ts";
import { anAccountId } from "../../../support/a-client.ts";
import { memoryTable } from "../../../support/memory-table.ts";

interface Reminder {
  id: string;
  accountId: AccountId;
  clientId: ClientId;
  text: string;
}

const reminders = entity<Reminder>("reminder", ({ accountId, clientId, id }) => ({
  ...keys.of(accountId, id),
  gsi1pk: partitions.ofClient(accountId, clientId).pk,
  gsi1sk: `reminder#${id}`,
}));

const kinds = kindsIn({
  reminder: kindOf<Reminder>()({
    entity: "reminder",
    ids: { kind: "reminder", prefix: "rem", path: "reminders" },
    audience: "partners",
    of: "client",
    publishes: ["id", "clientId"],
    schemaVersion: 1,
  }),
});

const [noemie, luc] = [derivedId("client", "Noémie"), derivedId("client", "Luc")];

const withReminders = async () => {
  const { table, items } = memoryTable();
  const db = table.of(anAccountId);
  const of = (clientId: ClientId, id: string) => insert(reminders, { id, accountId: anAccountId, clientId, text: id });
  await db.commit([of(noemie, "rem_1"), of(noemie, "rem_2"), of(luc, "rem_3")]);
  const erasing = { db, client: { id: noemie } } as unknown as Parameters<ReturnType<typeof thingsEraser>>[0];
  return { db, items, erasing };
};

it("a kind that a feature declares is counted and erased with its client, and nobody else's", async () => {
  const { items, erasing } = await withReminders();
  const erase = thingsEraser(kinds);
  expect(await erase({ ...erasing, forGood: false })).toEqual({ reminders: 2 });
  expect(items.size).toBe(3);
  expect(await erase({ ...erasing, forGood: true })).toEqual({ reminders: 2 });
  expect([...items.values()].map(({ id }) => id)).toEqual(["rem_3"]);
  expect(await erase({ ...erasing, forGood: true })).toEqual({});
});

it("it stands in the copy that a client asks for, without what the table adds", async () => {
  const { db } = await withReminders();
  expect(await copyThings(kinds, db, noemie)).toEqual({
    reminders: [
      { id: "rem_1", clientId: noemie, text: "rem_1" },
      { id: "rem_2", clientId: noemie, text: "rem_2" },
    ],
  });
});
