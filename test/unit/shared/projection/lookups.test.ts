import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mendLookups } from "../../../../functions/changes/mend-lookups.ts";
import { imagesOf } from "../../../../shared/db/stream.ts";
import type { Client } from "../../../../shared/entities/client.ts";
import { stampOf } from "../../../../shared/entities/client-stamp.ts";
import { clientsBehind } from "../../../../shared/entities/lookup.ts";
import { lookupChanges, writeLookups } from "../../../../shared/projection/lookups.ts";
import { storedClient } from "../../../../shared/projection/stored-client.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";
import { stamped } from "../../../support/stamped.ts";
import { streamedTable } from "../../../support/streamed-table.ts";

const email = "info@garage.example";
const other = "roy@garage.example";
const clientOf = (name: string, own: Partial<Client> = {}) => aClient({ name, email, ...own });

const world = () => {
  const memory = streamedTable(() => new Date("2026-03-02T15:00:00.000Z"));
  const db = memory.table.of(anAccountId);
  return {
    db,
    write: (client: Client) => db.writeBatch([{ do: "put", item: storedClient(client, stampOf(client)) }]),
    join: (...made: Client[]) =>
      writeLookups(
        db,
        made.map((client) => lookupChanges(client.id, [undefined, stamped(client)])),
      ),
    follow: (before: Client, after: Client) =>
      writeLookups(db, [lookupChanges(after.id, [stamped(before), stamped(after)])]),
    mend: () =>
      mendLookups(
        db,
        memory.records
          .splice(0)
          .map(imagesOf)
          .filter(({ before, after }) => before && after && after.entity === "lookup"),
      ),
    behind: async (value = email) => (await clientsBehind(db, [{ what: "email", value }])).get(value)?.sort() ?? [],
    calls: () => memory.calls,
  };
};

describe("a lookup", () => {
  const [ana, bob] = [clientOf("Ana"), clientOf("Bob")];

  it("names all who share an address, in whatever batches they come", async () => {
    const { join, behind } = world();
    await join(ana, bob);
    expect(await behind()).toEqual([ana.id, bob.id].sort());
    const later = clientOf("Zoë");
    await join(later);
    expect(await behind()).toEqual([ana.id, bob.id, later.id].sort());
  });

  it("forgets an address that nobody has any more", async () => {
    const { join, follow, behind } = world();
    await join(ana, bob);
    await follow(ana, { ...ana, email: other });
    expect([await behind(), await behind(other)]).toEqual([[bob.id], [ana.id]]);
    await follow(bob, { ...bob, status: "archived" });
    expect(await behind()).toEqual([]);
  });

  it("takes one call for many whom nobody shares anything with", async () => {
    const { join, calls } = world();
    await join(...Array.from({ length: 100 }, (_, number) => clientOf(`${number}`, { email: `${number}@x.example` })));
    expect(calls()).toBe(1);
  });

  it("brings back who was overwritten in the same moment, in whatever order things happen", async () => {
    // The steps of two clients who join, change their address and leave, side by side.
    const life = fc.constantFrom<Partial<Client>[]>([{}], [{}, { email: other }], [{}, { status: "archived" }]);
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(life, { minLength: 2, maxLength: 3 }), async (scheduler, lives) => {
        const { db, write, mend, behind } = world();
        const slow = { ...db };
        slow.getStored = (keys, options) => scheduler.schedule(db.getStored(keys, options));
        slow.writeBatch = (writes) => scheduler.schedule(Promise.resolve()).then(() => db.writeBatch(writes));
        slow.commit = (writes) => scheduler.schedule(Promise.resolve()).then(() => db.commit(writes));
        const last: Client[] = [];
        const living = lives.map(async (changes, number) => {
          let before: Client | undefined;
          for (const change of changes) {
            const after = clientOf(`Client ${number}`, change);
            last[number] = after;
            await write(after);
            const versions = [before && stamped(before), stamped(after)];
            await writeLookups(slow, [lookupChanges(after.id, versions)]);
            before = after;
          }
        });
        await scheduler.waitFor(Promise.all(living));
        await mend();
        await mend();
        for (const value of [email, other]) {
          const expected = last.filter((client) => client.email === value && client.status !== "archived");
          expect(await behind(value)).toEqual(expected.map(({ id }) => id).sort());
        }
      }),
      { numRuns: Number(process.env.HISTORIES ?? 100) },
    );
  }, 600_000);
});
