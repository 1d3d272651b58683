import { describe, expect, it } from "vitest";
import { useCases } from "../../../../functions/clients/api.ts";
import { loadContactReader } from "../../../../functions/clients/deps.ts";
import { routes } from "../../../../functions/clients/manifest.ts";
import { runPrivacyJob } from "../../../../functions/privacy/run-privacy-job.ts";
import { api } from "../../../../shared/app/api.ts";
import { partitions } from "../../../../shared/db/keys.ts";
import type { ClientId } from "../../../../shared/ids.ts";
import { anAccount, type TestAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { testDeps } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";
import { races } from "../../../support/races.ts";
import { jobRequested } from "../../../support/told.ts";

const { table } = await testTable();
const deps = testDeps(table);
const handler = api(() => ({ ...deps, contact: loadContactReader }), useCases);
const NOTES = 20;

const anArchivedClient = async ({ headers }: TestAccount, notes = NOTES) => {
  const subscriptions = { email: { general: true, marketing: true } };
  const { body } = await call(handler, routes.create, { headers, body: { name: "Noémie Côté", subscriptions } });
  const params = { id: body.id };
  for (let number = 0; number < notes; number++)
    await call(handler, routes.addNote, { headers, params, body: { body: `Note ${number}` } });
  await call(handler, routes.archive, { headers, params });
  return params;
};

const partsOf = async ({ account }: TestAccount, id: string) =>
  (await table.of(account.id).listStored(partitions.self(account.id, id), { limit: 100, from: "A" })).items;

/** Runs the job that an erasure queued, as its worker would when the projector has caught up. */
const work = async ({ account }: TestAccount) => {
  const db = table.of(account.id);
  const { items } = await db.listStored(partitions.list(account.id, "JOBS"), { limit: 10 });
  for (const { id } of items) {
    const objects = {
      count: async () => 0,
      erase: async () => undefined,
      read: async () => undefined,
      write: async () => undefined,
    };
    const worker = { ...deps, objects, queue: { send: async () => undefined }, pause: async () => undefined };
    await runPrivacyJob(await jobRequested(db, String(id)), worker, { messageId: "message", receiveCount: 1 });
  }
};

describe("a purge and a restore at the same moment", () => {
  it("exclude one another: the client is gone, or there with all that belongs to them", async () => {
    for (let race = 0; race < 6 * races; race++) {
      const business = await anAccount(table);
      const { headers } = business;
      const params = await anArchivedClient(business, 5);
      const before = (await partsOf(business, params.id)).length;
      const [purged, restored] = await Promise.all([
        call(handler, routes.purge, { headers, params }),
        call(handler, routes.restore, { headers, params }),
      ]);
      const after = await call(handler, routes.get, { headers, params });
      if (purged.status === 204) {
        expect(after.status).toBe(404);
        expect([404, 200]).toContain(restored.status);
      } else {
        expect([purged.status, restored.status]).toEqual([409, 200]);
        expect(after.body.status).toBe("active");
        expect(await partsOf(business, params.id)).toHaveLength(before);
      }
    }
  });
});

describe("notes that are posted during a purge", () => {
  it("are refused, or gone with the client", async () => {
    const business = await anAccount(table);
    const { headers } = business;
    const params = await anArchivedClient(business);
    const adding = Array.from({ length: NOTES }, (_, number) =>
      call(handler, routes.addNote, { headers, params, body: { body: `Late ${number}` } }),
    );
    const [purged] = await Promise.all([call(handler, routes.purge, { headers, params }), ...adding]);
    expect(purged.status).toBe(204);
    await work(business);
    expect(await partsOf(business, params.id)).toEqual([]);
    const late = await call(handler, routes.addNote, { headers, params, body: { body: "Later" } });
    expect(late.status).toBe(404);
  });
});

describe("many purges of one client", () => {
  it("are one erasure", async () => {
    const business = await anAccount(table);
    const params = await anArchivedClient(business, 1);
    const { headers, account } = business;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => call(handler, routes.purge, { headers, params })),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(9);
    const { items } = await table.of(account.id).listStored(partitions.list(account.id, "JOBS"), { limit: 100 });
    expect(items.filter(({ input }) => (input as { clientId?: ClientId }).clientId === params.id)).toHaveLength(1);
  });
});
