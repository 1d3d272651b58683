import { describe, expect, it } from "vitest";
import { KnownClients } from "../../../../functions/imports/known-clients.ts";
import type { ImportedClient } from "../../../../functions/imports/parse/imported-client.ts";
import { takeRows } from "../../../../functions/imports/take-rows.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { put } from "../../../../shared/db/writes.ts";
import { clients } from "../../../../shared/entities/client.ts";
import { addToLookup } from "../../../../shared/entities/lookup.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";
import { testAccount } from "../../../support/campaigns/scenario.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const email = "noemie@example.org";
const refusedAt = "2026-03-01T10:00:00.000Z";

const imported = async (row: Partial<ImportedClient>) => {
  const client = aClient({ email, indexed: { search: [], filter: {} }, marketingRefusedAt: refusedAt });
  const db = memoryTable().table.of(anAccountId);
  await db.writeBatch([put(clients, client)]);
  await db.commit([addToLookup(anAccountId, { what: "email", value: email }, client.id)]);
  const taken = await takeRows([{ row: 2, client: { name: client.name, email, ...row }, type: undefined }], {
    db,
    account: testAccount({ id: anAccountId }),
    author: "mem_test",
    importId: "imp_test",
    jobId: "job_test",
    dryRun: false,
    decisions: { rows: new Map() },
    language: "fr",
    columns: [],
    known: new KnownClients(db),
    types: { withId: () => undefined },
    now: new Date("2026-03-03T08:00:00.000Z"),
  });
  return { taken, stored: await db.get(clients, keys.of(anAccountId, client.id)) };
};

describe("a row of a file about a client who refused campaigns", () => {
  it("changes what it says, and leaves the refusal, whatever it says of consent", async () => {
    const { taken, stored } = await imported({ company: "Garage Roy", subscriptions: { email: { marketing: true } } });
    expect(taken).toMatchObject({ updated: 1, failed: [] });
    expect(stored).toMatchObject({ company: "Garage Roy", marketingRefusedAt: refusedAt, version: 2 });
    expect(stored?.subscriptions.email.marketing).toBe(false);
  });

  it("that says nothing new changes nothing", async () => {
    const { taken, stored } = await imported({});
    expect(taken).toMatchObject({ updated: 0, unchanged: 1 });
    expect(stored).toMatchObject({ marketingRefusedAt: refusedAt, version: 1 });
  });
});
