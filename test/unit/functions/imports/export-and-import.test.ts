import { fc, it } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { writeExport } from "../../../../functions/imports/write-export.ts";
import { put } from "../../../../shared/db/writes.ts";
import { type Client, type ClientType, clientTypes } from "../../../../shared/entities/client.ts";
import { clientContent } from "../../../../shared/entities/client-draft.ts";
import { exports } from "../../../../shared/entities/import.ts";
import { derivedId, ulids } from "../../../../shared/ids.ts";
import { phoneNumber } from "../../../../shared/text/contact.ts";
import { emailAddress } from "../../../../shared/text/email-address.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";
import { testClock } from "../../../support/deps.ts";
import { importWorld } from "../../../support/import-world.ts";

const typed = { email: emailAddress, phone: (text: string, region: string) => phoneNumber(text, region)?.e164 };
const provenance = {
  version: 1,
  createdAt: "2026-03-02T15:00:00.000Z",
  createdBy: "mem_test",
  updatedAt: "2026-03-02T15:00:00.000Z",
  updatedBy: "mem_test",
  source: "app",
};
const type: ClientType = {
  id: derivedId("clientType", "1"),
  accountId: anAccountId,
  name: "Résidentiel",
  sections: [{ name: "Véhicule", fields: [{ key: "plaque", label: "Plaque", kind: "text", filterable: true }] }],
  ...provenance,
};

/** A client as the API makes one. */
const made = (id: string, input: Parameters<typeof clientContent>[0]): Client =>
  aClient({
    ...clientContent(input, { country: "CA", contact: typed, ids: ulids, type: input.typeId ? type : undefined }),
    id: derivedId("client", id),
    version: 7,
  });

const exportOf = async (world: Awaited<ReturnType<typeof importWorld>>, language: string) => {
  const exportId = derivedId("export", "1");
  const jobId = derivedId("job", "export");
  await world.db.writeBatch([
    put(exports, {
      id: exportId,
      accountId: anAccountId,
      kind: "clients",
      format: "csv",
      objectKey: "x",
      jobId,
      ...provenance,
    }),
  ]);
  const job = {
    id: jobId,
    accountId: anAccountId,
    kind: "export",
    status: "running",
    progress: { done: 0, total: 0 },
  } as const;
  const asked = { ...job, counts: {}, input: { exportId, language, filter: {} }, ...provenance };
  const written = await writeExport(world.db, asked, { clock: testClock() });
  return Buffer.from(written?.file ?? []).toString();
};

const worldOf = async (existing: Client[]) => {
  const world = await importWorld({ existing });
  await world.db.writeBatch([put(clientTypes, type)]);
  return world;
};

const noemie = made("noemie", {
  firstName: "Noémie",
  lastName: "Côté",
  email: "Noemie@Example.org",
  otherEmails: ["nc@example.org"],
  mobile: "(514) 555-0101",
  phones: [{ label: "mobile", number: "514 555-0102" }, { number: "514.555.0103" }],
  addresses: [
    {
      label: "home",
      line1: "1, rue Saint-Denis",
      city: "Montréal",
      region: "QC",
      location: { lat: 45.5017, lng: -73.5673 },
    },
  ],
  tags: ["VIP"],
  note: "  Chien méchant\r\nSonner ",
  discountPercent: "7.50",
  typeId: type.id,
  fields: { plaque: "H1N 2K3" },
});

describe("an export that is imported again", () => {
  const everybody = [
    noemie,
    made("1", { name: "Jean Tremblay" }),
    made("2", { name: "Jean Tremblay" }),
    made("3", { company: "Garage Martin", email: "info@garage.example" }),
    made("4", { firstName: "Luc", lastName: "Martin", company: "Garage Martin", email: "info@garage.example" }),
    made("5", { email: "sans-nom@example.org", subscriptions: { email: { marketing: true } } }),
    made("6", { mobile: "514 555-0199", subscriptions: { email: { general: false } } }),
    made("7", { name: "Ana", phones: [{ label: "cellulaire", number: "514 555-0142" }] }),
    made("8", { name: "Zoé", otherEmails: ["zoe@example.org"] }),
    { ...made("9", { name: "Max", email: "max@example.org" }), marketingRefusedAt: "2026-01-01T00:00:00.000Z" },
  ];

  it.each(["fr", "en"])(
    "untouched, in %s, changes nobody: no version, no event, what was typed stays",
    async (language) => {
      const world = await worldOf(everybody);
      const before = new Map(world.memory.items);
      const text = await exportOf(world, language);
      const result = await world.importText(text);
      expect(result.errors).toEqual([]);
      expect(result.counts).toMatchObject({ rows: 10, created: 0, updated: 0, unchanged: 10, failed: 0, conflicts: 0 });
      for (const [place, item] of before)
        if (item.entity === "client") expect(world.memory.items.get(place)).toEqual(item);
      expect(world.proofs()).toEqual([]);
    },
  );

  it.each([" '-", "'-", " =1+1", "''+x", " '0612", '="x"'])("keeps a note that hides a formula: %j", async (note) => {
    const world = await worldOf([made("1", { name: "Note", note })]);
    const result = await world.importText(await exportOf(world, "fr"));
    expect(result.counts).toMatchObject({ unchanged: 1, updated: 0, failed: 0 });
  });

  it("with one e-mail corrected changes that client, and doubles nobody", async () => {
    const world = await worldOf(everybody);
    const text = await exportOf(world, "fr");
    const result = await world.importText(text.replace("noemie@example.org", "noemie.cote@example.org"));
    expect(result.counts).toMatchObject({ created: 0, updated: 1, unchanged: 9, failed: 0 });
    const after = world.clients().find(({ id }) => id === noemie.id);
    expect(after).toMatchObject({ email: "noemie.cote@example.org", otherEmails: ["nc@example.org"], version: 8 });
    expect(world.clients()).toHaveLength(10);
  });

  it.each([
    ["a last name", "Tremblay", "Tremblé", 2],
    ["a street in its place", "1, rue Saint-Denis", "10, rue Saint-Denis", 1],
    ["a mobile in its place", "+1 514 555 0101", "+1 514 555 0177", 1],
    ["a phone in its place", "+1 514 555 0103", "+1 514 555 0188", 1],
    ["an address that stands for a name", "sans-nom@example.org", "nomme@example.org", 1],
    ["a company", ";Garage Martin;", ";Garage Martin inc.;", 2],
  ])("with %s corrected changes it there", async (_, from, to, updated) => {
    const world = await worldOf(everybody);
    const text = (await exportOf(world, "fr")).replaceAll(from, to);
    const result = await world.importText(text);
    expect(result.counts).toMatchObject({ created: 0, updated, failed: 0 });
    const all = JSON.stringify(world.clients());
    expect(all).not.toContain(from.replaceAll(";", '"').replace(/\+1 514 555 0/, "+15145550"));
    const again = await world.importText(text);
    expect(again.counts).toMatchObject({ updated: 0, unchanged: 10 });
  });

  it("brings nobody back whom its id names and who was erased since: a new client has a new id", async () => {
    const world = await worldOf([noemie]);
    const text = await exportOf(world, "fr");
    const [place = ""] = [...world.memory.items].find(([, { pk, sk }]) => pk.endsWith(noemie.id) && sk === "@") ?? [];
    const { pk = "", sk = "" } = world.memory.items.get(place) ?? {};
    world.memory.items.set(place, { pk, sk, entity: "erased_client", id: noemie.id, status: "erased" });
    await world.project();
    expect((await world.importText(text)).counts).toMatchObject({ created: 1 });
    expect(world.clients().map(({ id }) => id)).not.toContain(noemie.id);
  });

  it("with the id of one client beside the data of another makes neither into the other", async () => {
    const world = await worldOf(everybody);
    const max = derivedId("client", "9");
    const result = await world.importText(
      `Identifiant Clientèle,Nom complet,Courriel\n${max},Zacharie Roy,zacharie@example.org\n`,
    );
    expect(result.counts).toMatchObject({ created: 1, updated: 0 });
    expect(result.conflicts).toMatchObject([{ reason: "id", clientIds: [max], action: "create" }]);
    expect(world.client("Max").version).toBe(7);
  });

  // The API takes off the spaces around a text.
  const word = fc.stringMatching(/^[A-Za-zÀ-ÿ'. -]{0,12}$/).map((text) => text.trim() || "A");
  const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
  const number = fc
    .integer({ min: 0, max: 9999 })
    .map((n) => `514 55${Math.floor(n / 1000)}-${String(n).padStart(4, "0")}`);
  const email = fc.integer({ min: 0, max: 20 }).map((n) => `Client${n}@example.org`);
  const anyClient = fc.record({
    name: maybe(word),
    firstName: maybe(word),
    lastName: maybe(word),
    company: maybe(word),
    email: maybe(email),
    otherEmails: fc.uniqueArray(
      email.map((text) => text.toLowerCase()),
      { maxLength: 2 },
    ),
    mobile: maybe(number),
    phones: fc.uniqueArray(fc.record({ label: maybe(fc.constantFrom("mobile", "work", "Chalet")), number }), {
      maxLength: 4,
      selector: ({ number: text }) => text,
    }),
    addresses: fc.array(fc.record({ line1: maybe(word), city: maybe(word), postalCode: maybe(word) }), {
      maxLength: 3,
    }),
    note: maybe(fc.string({ maxLength: 30 })),
    tags: fc.uniqueArray(fc.constantFrom("VIP", "à relancer", "a, b"), { maxLength: 2 }),
  });

  const runs = Number(process.env.ROUND_TRIPS ?? 60);
  it.prop([fc.array(anyClient, { minLength: 1, maxLength: 8 })], { numRuns: runs })(
    "changes nobody, whoever they are",
    async (inputs) => {
      const existing = inputs.map((input, index) =>
        made(String(index), { ...input, name: input.name?.trim() || `Nom ${index}` }),
      );
      const world = await worldOf(existing);
      const before = world.clients();
      const result = await world.importText(await exportOf(world, "en"));
      expect(result.errors).toEqual([]);
      expect(world.clients()).toEqual(before);
      expect(result.counts).toMatchObject({ unchanged: existing.length, created: 0, updated: 0, failed: 0 });
    },
    10_000 + runs * 100,
  );
});
