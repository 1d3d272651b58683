import { marshall } from "@aws-sdk/util-dynamodb";
import fc from "fast-check";
import { expect, it } from "vitest";
import { kinds } from "../../../../functions/kinds.ts";
import { asStoredToday, fromStored, type Stored, storedFields, toStored } from "../../../../shared/db/entity.ts";
import { clients } from "../../../../shared/entities/client.ts";
import { packed, unpacked } from "../../../../shared/entities/client-index.ts";
import { stampOf } from "../../../../shared/entities/client-stamp.ts";
import { changeBetween } from "../../../../shared/events/change.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { storedClient } from "../../../../shared/projection/stored-client.ts";
import { aClient } from "../../../support/a-client.ts";
import { steps } from "../../../support/client-history.ts";

const ordinary = aClient({
  id: derivedId("client", "ordinary"),
  name: "Jean-Philippe Villeneuve",
  firstName: "Jean-Philippe",
  lastName: "Villeneuve",
  email: "jean-philippe.villeneuve@videotron.ca",
  mobile: "+15145551212",
  raw: { mobile: "514 555-1212" },
  tags: ["Pneus d'hiver"],
  language: "fr",
  createdBy: derivedId("member", "1"),
  updatedBy: derivedId("member", "1"),
  source: "import",
});

/** Characters of names and values (DynamoDB developer guide, "Item sizes and formats"); maps and lists cost a little more. */
const sizeOf = (value: unknown): number => {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (typeof value === "number" || typeof value === "boolean") return 2;
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + 1 + sizeOf(one), 3);
  const members = Object.entries(value ?? {}).filter(([, one]) => one !== undefined);
  return members.reduce((sum, [name, one]) => sum + 1 + Buffer.byteLength(name) + sizeOf(one), 3);
};

it("an ordinary client with what finds it stays under 1 KB: one write unit in the table and in each index", () => {
  const stored = storedClient(ordinary, stampOf(ordinary));
  expect(sizeOf(stored)).toBeLessThan(1024);
  expect(marshall(stored, { removeUndefinedValues: true })).not.toHaveProperty("phones");
});

it("a client is read as it was written", () => {
  fc.assert(
    fc.property(steps, (taken) => {
      for (const step of taken) {
        if (step.do !== "save") continue;
        const client = aClient(step.content);
        expect(fromStored(clients, storedClient(client, stampOf(client)))).toEqual(client);
      }
    }),
    { numRuns: 50 },
  );
});

it("nobody can change for all others what a client was read with because nothing was stored", () => {
  const stored = storedClient(ordinary, stampOf(ordinary));
  const { phones, fields } = fromStored(clients, stored);
  expect(() => phones.push({ number: "+15145550199" })).toThrow(TypeError);
  expect(() => Object.assign(fields, { plate: "ABC 123" })).toThrow(TypeError);
  expect(fromStored(clients, stored).phones).toEqual([]);
});

it("a client as 0.2 stored them is read as it is, and is the same as one that is stored today", () => {
  const { index, ...today } = storedClient(ordinary, stampOf(ordinary));
  const before: Stored = { ...today, ...ordinary };
  expect(fromStored(clients, before)).toEqual(fromStored(clients, today));
  expect(asStoredToday(clients, before)).toEqual(today);
});

it("who never changed says once when they were made and by whom", () => {
  const stored = toStored(clients, ordinary);
  expect(stored.updatedAt).toBeUndefined();
  expect(fromStored(clients, stored, storedFields(clients, ["updatedAt"]))).toMatchObject({
    updatedAt: ordinary.createdAt,
  });
  const changed = { ...ordinary, version: 2, updatedAt: "2026-03-03T08:00:00.000Z", updatedBy: "key_other" };
  expect(changeBetween(kinds, toStored(clients, ordinary), toStored(clients, changed))).toMatchObject({
    actor: { kind: "api_key", id: "key_other" },
  });
  expect(changeBetween(kinds, undefined, stored)).toMatchObject({
    actor: { kind: "person", id: ordinary.createdBy },
    occurredAt: ordinary.createdAt,
  });
});

it("any subscriptions take four signs", () => {
  for (const [general, marketing, sms] of [
    [true, true, true],
    [true, false, false],
    [false, true, false],
  ] as const) {
    const subscriptions = { email: { general, marketing }, sms: { general: sms, marketing: !sms } };
    const stored = toStored(clients, { ...ordinary, subscriptions });
    expect(String(stored.subscriptions)).toMatch(/^[01]{4}$/);
    expect(fromStored(clients, stored)).toEqual({ ...ordinary, subscriptions });
  }
});

it("of what was read in part, nothing is made up", () => {
  const { tags, email, ...rest } = toStored(clients, { ...ordinary, tags: [] });
  expect(fromStored(clients, rest, ["name", "phones"])).not.toHaveProperty("tags");
  expect(fromStored(clients, rest, ["name", "phones"])).toMatchObject({ id: ordinary.id, phones: [] });
});

it("what is left out is told all the same, and what the client is found by is not", () => {
  const image = storedClient(ordinary, stampOf(ordinary), { projected: true });
  const change = changeBetween(kinds, undefined, image);
  expect(change).toMatchObject({ resourceId: ordinary.id, resource: { phones: [], disabled: false } });
  expect(change?.resource).not.toHaveProperty("index");
  expect(change?.resource).not.toHaveProperty("projected");
});

it("lines are told apart, whatever stands in them", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom("a", "\\", "\n", "n", "#") })), (lines) => {
      expect(unpacked(packed(lines))).toEqual(lines);
    }),
  );
});
