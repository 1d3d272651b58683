import { fc, it } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { KnownClients, type Meeting } from "../../../../functions/imports/known-clients.ts";
import type { ImportedClient } from "../../../../functions/imports/parse/imported-client.ts";
import { put } from "../../../../shared/db/writes.ts";
import { type Client, clients } from "../../../../shared/entities/client.ts";
import { addToLookup } from "../../../../shared/entities/lookup.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";
import { memoryTable } from "../../../support/memory-table.ts";

/** Few addresses and numbers, so that rows speak of the same people, and of some that are there already. */
const row: fc.Arbitrary<ImportedClient> = fc.record(
  {
    email: fc.constantFrom("a@garage.example", "b@garage.example", "c@garage.example", "d@garage.example"),
    mobile: fc.constantFrom("+15145551212", "+15145551313", "+15145551414"),
    name: fc.constantFrom("Zoé", "Noémie Côté"),
  },
  { requiredKeys: ["name"] },
);
const steps = fc.array(fc.array(row, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });

/** Clients from before: one active, one in the archive. */
const earlier: Client[] = [
  aClient({ id: derivedId("client", "old"), email: "a@garage.example", mobile: "+15145551212" }),
  aClient({ id: derivedId("client", "gone"), email: "b@garage.example", status: "archived" }),
];

const table = async () => {
  const db = memoryTable().table.of(anAccountId);
  await db.writeBatch(earlier.map((client) => put(clients, client)));
  const known = earlier.filter(({ status }) => status === "active");
  for (const { id, email = "", mobile = "" } of known) {
    await db.commit([addToLookup(anAccountId, { what: "email", value: email }, id)]);
    await db.commit([addToLookup(anAccountId, { what: "mobile", value: mobile }, id)]);
  }
  return db;
};

const told = (meetings: readonly Meeting[]) => meetings.map(({ id, client, isNew }) => [id, client?.id, isNew]);

/** Takes rows in, step by step; `ahead` looks at each step before the one before it is written. */
const meetAll = async (all: readonly ImportedClient[][], ahead: boolean) => {
  const db = await table();
  const known = new KnownClients(db);
  const met: ReturnType<typeof told>[] = [];
  for (const [index, rows] of all.entries()) {
    const meetings = await known.meet(rows);
    met.push(told(meetings));
    const next = all[index + 1];
    if (ahead && next) await known.lookAhead(next);
    const created = meetings.filter(({ client }) => !client);
    await db.writeBatch(created.map(({ id }) => put(clients, aClient({ id }))));
  }
  return met;
};

describe("the clients that rows speak of", () => {
  it.prop([steps])("are the same whether or not they were looked up ahead", async (all) => {
    expect(await meetAll(all, true)).toEqual(await meetAll(all, false));
  });

  it("are met once, by an address or by a number", async () => {
    const first = { name: "Zoé", email: "c@garage.example", mobile: "+15145551414" };
    const met = await meetAll([[first], [{ name: "Zoé", mobile: "+15145551414" }], [first]], true);
    const ids = met.flat().map(([id]) => id);
    expect(new Set(ids).size).toBe(1);
    expect(met.flat().map(([, , isNew]) => isNew)).toEqual([true, false, false]);
  });

  it("are somebody new when who has the address is in the archive", async () => {
    const [[meeting] = []] = await meetAll([[{ name: "Zoé", email: "b@garage.example" }]], true);
    expect(meeting?.[0]).not.toBe(derivedId("client", "gone"));
    expect(meeting?.[1]).toBeUndefined();
  });
});
