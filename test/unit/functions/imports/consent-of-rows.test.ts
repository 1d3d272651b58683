import { describe, expect, it } from "vitest";
import { addressHash, readFacts, recordFact } from "../../../../shared/entities/address-fact.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";
import { importWorld } from "../../../support/import-world.ts";

const email = "ana@example.org";
const hash = addressHash(anAccountId, email);
const ana = aClient({
  id: derivedId("client", "ana"),
  name: "Ana Roy",
  email,
  subscriptions: { email: { general: true, marketing: true }, sms: { general: true, marketing: false } },
  indexed: { search: [], filter: {} },
});
const never = { ...ana.subscriptions, email: { general: true, marketing: false } };
const list = (answer: string) => `Nom complet;Courriel;Infolettre\nAna Roy;${email};${answer}\n`;

const factOf = async (world: Awaited<ReturnType<typeof importWorld>>) => (await readFacts(world.db, [hash])).get(hash);

describe("a no that a list brings", () => {
  it.each([true, false])(
    "is kept with its words, and counts for the address; of a client known before: %s",
    async (isKnown) => {
      const world = await importWorld({ existing: isKnown ? [ana] : [] });
      await world.importText(list("non"));
      const [client] = world.clients();
      expect(client?.subscriptions.email.marketing).toBe(false);
      expect(client?.marketingRefusedAt).toBeDefined();
      expect(world.proofs()).toMatchObject([
        {
          clientId: client?.id,
          how: "import",
          wording: "Infolettre: non",
          after: { email: { marketing: false } },
          marketingRefusedAt: client?.marketingRefusedAt,
        },
      ]);
      expect(await factOf(world)).toMatchObject({ refused: { how: "import", by: "mem_test" } });
      const again = await world.importText(list("non"));
      expect(again.counts).toMatchObject({ updated: 0, unchanged: 1 });
      expect(world.proofs()).toHaveLength(1);
    },
  );

  describe("counts for the address, whoever the row is about:", () => {
    const twins = ["Ana Roy", "Luc Roy"].map((name) => ({ ...ana, id: derivedId("client", name), name }));
    const optOuts = `Email,Unsubscribed\n${email},yes\n`;

    it.each([{}, { onConflict: "skip" as const }])("an address that two clients share, %o", async (start) => {
      const world = await importWorld({ existing: twins });
      await world.importText(optOuts, { ...start, dryRun: true });
      expect(await factOf(world)).toBeUndefined();
      const { counts } = await world.importText(optOuts, start);
      expect(counts).toMatchObject({ rows: 1, updated: 0, created: 0 });
      expect(await factOf(world)).toMatchObject({ refused: { how: "import" } });
      expect(world.clients()).toHaveLength(2);
    });

    it("another address of a client who had refused already", async () => {
      const marketingRefusedAt = "2026-01-01T00:00:00.000Z";
      const known = { ...ana, subscriptions: never, marketingRefusedAt, email: "a@example.org", otherEmails: [email] };
      const world = await importWorld({ existing: [known] });
      expect((await world.importText(list("non"))).counts).toMatchObject({ unchanged: 1 });
      expect(await factOf(world)).toMatchObject({ refused: { how: "import" } });
    });

    it("not where somebody left that very row out", async () => {
      const world = await importWorld({ existing: twins });
      await world.importText(optOuts, { decisions: [{ row: 2, action: "skip" }] });
      expect(await factOf(world)).toBeUndefined();
    });
  });

  it("of somebody who was never asked is a refusal from then on, with its proof", async () => {
    const world = await importWorld({ existing: [{ ...ana, subscriptions: never }] });
    expect((await world.importText(list("non"))).counts).toMatchObject({ updated: 1 });
    expect(world.clients()[0]?.marketingRefusedAt).toBeDefined();
    expect(world.proofs()).toHaveLength(1);
  });

  it("is written with what it changes, or not at all: a worker that dies leaves no consent without proof", async () => {
    for (let dies = 0; dies < 8; dies++) {
      const world = await importWorld({ existing: [ana] });
      const rows = `${list("non")}Luc Côté;luc@example.org;oui\n`;
      await world.importText(rows, { fate: (call) => (call === dies ? "unanswered" : "done") });
      const changed = world
        .clients()
        .filter(({ name, subscriptions }) => subscriptions.email.marketing === (name !== "Ana Roy"));
      expect(changed).toHaveLength(2);
      expect(new Set(world.proofs().map(({ clientId }) => clientId)).size).toBe(2);
    }
  });
});

describe("a yes that a list brings", () => {
  it("is a new client's, with the words of the list as proof", async () => {
    const world = await importWorld();
    await world.importText(list("oui"));
    expect(world.clients()[0]?.subscriptions.email.marketing).toBe(true);
    expect(world.proofs()).toMatchObject([{ how: "import", wording: "Infolettre: oui" }]);
  });

  it("does not lift what the address has refused, for a client who is new", async () => {
    const world = await importWorld();
    const refused = { at: "2026-01-01T00:00:00.000Z", how: "one_click" };
    await world.db.commit([recordFact(anAccountId, hash, { refused })]);
    await world.importText(list("oui"));
    expect(world.clients()[0]?.subscriptions.email.marketing).toBe(false);
    expect(await factOf(world)).toMatchObject({ refused });
    expect((await world.importText(list("oui"))).counts).toMatchObject({ unchanged: 1 });
  });

  it("stays with whom it is of: somebody else at the same address gets none of it", async () => {
    const world = await importWorld({ existing: [ana] });
    await world.importText(`Nom complet;Courriel\nLuc Côté;${email}\n`);
    expect(world.client("Luc Côté").subscriptions.email.marketing).toBe(false);
    expect(world.client("Ana Roy").subscriptions.email.marketing).toBe(true);
  });
});

describe("an address that gives way to a corrected one", () => {
  it("keeps what it has said", async () => {
    const world = await importWorld({
      existing: [{ ...ana, subscriptions: never, marketingRefusedAt: "2026-01-01T00:00:00.000Z" }],
    });
    await world.importText(`Identifiant Clientèle;Nom complet;Courriel\n${ana.id};Ana Roy;ana.roy@example.org\n`);
    expect(world.clients()[0]).toMatchObject({ email: "ana.roy@example.org", marketingRefusedAt: expect.any(String) });
    expect(await factOf(world)).toMatchObject({ refused: { at: "2026-01-01T00:00:00.000Z" } });
  });
});
