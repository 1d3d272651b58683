import { describe, expect, it } from "vitest";
import { put } from "../../../../shared/db/writes.ts";
import { type Client, clients } from "../../../../shared/entities/client.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";
import { type Imported, importWorld } from "../../../support/import-world.ts";

const yes = { email: { general: true, marketing: true }, sms: { general: true, marketing: false } };
const jean = aClient({
  id: derivedId("client", "jean"),
  name: "Jean Roy",
  firstName: "Jean",
  lastName: "Roy",
  email: "jean@example.org",
  mobile: "+15145550101",
  note: "Chien méchant",
  subscriptions: yes,
  indexed: { search: [], filter: {} },
});

const lines = (...rows: string[]): string => rows.join("\n");
const names = (all: readonly Client[]): string[] => all.map(({ name }) => name).sort();
const told = ({ counts: { created, updated, unchanged, failed } }: Imported) => ({
  created,
  updated,
  unchanged,
  failed,
});
const none = { created: 0, updated: 0, unchanged: 0, failed: 0 };

describe("rows of one file that share an address", () => {
  const family = lines("Prénom,Nom,Courriel", "Jean,T,f@example.org", "Marie,T,f@example.org");

  it.each([true, false])("are two clients when their names contradict; a dry run: %s", async (dryRun) => {
    const world = await importWorld();
    const result = await world.importText(family, { dryRun });
    expect(told(result)).toEqual({ ...none, created: 2 });
    expect(names(world.clients())).toEqual(dryRun ? [] : ["Jean T", "Marie T"]);
    expect(result.conflicts).toMatchObject([{ row: 3, reason: "name", action: "create" }]);
  });

  it.each([1, 2, 500])("are told the same wherever they stand: %s rows at a time", async (stepRows) => {
    const between = Array.from({ length: 6 }, (_, index) => `Client,Numéro${index},c${index}@example.org`);
    const far = lines("Prénom,Nom,Courriel", "Jean,T,f@example.org", ...between, "Marie,T,f@example.org");
    const world = await importWorld();
    expect(told(await world.importText(far, { stepRows }))).toEqual({ ...none, created: 8 });
    expect((await world.importText(far, { stepRows })).counts).toMatchObject({ ...none, unchanged: 8, conflicts: 0 });
    const tried = await importWorld();
    expect(told(await tried.importText(far, { stepRows, dryRun: true }))).toEqual({ ...none, created: 8 });
  });

  it("are three colleagues, each with their own tags", async () => {
    const world = await importWorld();
    await world.importText(
      lines(
        "Prénom,Nom,Courriel,Mots-clés",
        "Ana,Roy,info@example.org,Achats",
        "Luc,Côté,info@example.org,Ventes",
        "Zoé,Martin,info@example.org,Direction",
      ),
    );
    expect(
      world
        .clients()
        .map(({ name, tags }) => [name, ...tags].join(" "))
        .sort(),
    ).toEqual(["Ana Roy Achats", "Luc Côté Ventes", "Zoé Martin Direction"]);
  });

  it("are one client when accents, case and order are all that differs", async () => {
    const world = await importWorld();
    const result = await world.importText(
      lines(
        "Nom complet,Courriel",
        "Zoé Lefèbvre,z@example.org",
        "LEFEBVRE ZOE,z@example.org",
        "zoe lefebvre,z@example.org",
      ),
    );
    expect(told(result)).toEqual({ ...none, created: 1, unchanged: 2 });
    expect(names(world.clients())).toEqual(["Zoé Lefèbvre"]);
  });

  it("are left to be decided when they say too little to tell who is meant", async () => {
    const world = await importWorld();
    await world.importText(family);
    const result = await world.importText(lines("Courriel,Mots-clés", "f@example.org,VIP"));
    expect(told(result)).toEqual({ ...none, failed: 1 });
    expect(result.errors).toMatchObject([{ item: "2", column: "Courriel", value: "f@example.org" }]);
    expect(result.conflicts).toMatchObject([
      { row: 2, reason: "unclear", clientIds: [expect.any(String), expect.any(String)] },
    ]);
    const marie = world.client("Marie T").id;
    const decided = await world.importText(lines("Courriel,Mots-clés", "f@example.org,VIP"), {
      decisions: [{ row: 2, action: "update", clientId: marie }],
    });
    expect(told(decided)).toEqual({ ...none, updated: 1 });
    expect(world.client("Marie T").tags).toEqual(["VIP"]);
    expect(world.client("Jean T").tags).toEqual([]);
  });
});

describe("a row with another address of a client", () => {
  it("is the client whose other address it has, as the search finds them", async () => {
    const world = await importWorld({ existing: [{ ...jean, otherEmails: ["b@x.example", "c@x.example"] }] });
    const result = await world.importText(lines("Prénom,Nom,Courriel,Mots-clés", "Jean,Roy,c@x.example,VIP"));
    expect(told(result)).toEqual({ ...none, updated: 1 });
    expect(world.clients()).toMatchObject([{ id: jean.id, tags: ["VIP"] }]);
  });
});

describe("a row that shares a number with a client", () => {
  const row = lines("Prénom,Nom,Courriel,Cellulaire", "Marie,Roy,marie@example.org,514 555-0101");

  it("is somebody else when name and e-mail contradict: note and consent stay where they are", async () => {
    const world = await importWorld({ existing: [jean] });
    const result = await world.importText(row);
    expect(told(result)).toEqual({ ...none, created: 1 });
    expect(world.client("Jean Roy")).toEqual(jean);
    const marie = world.client("Marie Roy");
    expect(marie).toMatchObject({ email: "marie@example.org", mobile: "+15145550101" });
    expect(marie.note).toBeUndefined();
    expect(marie.subscriptions.email.marketing).toBe(false);
    expect(told(await world.importText(row))).toEqual({ ...none, unchanged: 1 });
  });

  it.each([
    ["update", { updated: 1 }, ["Marie Roy"]],
    ["skip", { skipped: 1 }, ["Jean Roy"]],
    ["create", { created: 1 }, ["Jean Roy", "Marie Roy"]],
  ] as const)("is what was decided for the file: %s", async (onConflict, counts, left) => {
    const world = await importWorld({ existing: [jean] });
    const tried = await world.importText(row, { onConflict, dryRun: true });
    const result = await world.importText(row, { onConflict });
    expect(result.counts).toMatchObject({ rows: 1, ...counts });
    expect(tried.counts).toEqual(result.counts);
    expect(result.conflicts).toMatchObject([{ row: 2, reason: "name", clientIds: [jean.id], action: onConflict }]);
    expect(names(world.clients())).toEqual(left);
    expect((await world.importText(row, { onConflict })).counts).toMatchObject(
      onConflict === "skip" ? { skipped: 1 } : { ...none, unchanged: 1 },
    );
  });

  it("is somebody else when only the e-mail contradicts, and what was decided of the row", async () => {
    const text = lines("Prénom,Nom,Courriel,Cellulaire", "Jean,Roy,jr@example.org,514 555-0101");
    const world = await importWorld({ existing: [jean] });
    const tried = await world.importText(text, { dryRun: true });
    expect(tried.conflicts).toMatchObject([{ row: 2, reason: "email", action: "create" }]);
    const result = await world.importText(text, { decisions: [{ row: 2, action: "update" }] });
    expect(told(result)).toEqual({ ...none, updated: 1 });
    expect(world.client("Jean Roy")).toMatchObject({
      id: jean.id,
      email: "jr@example.org",
      otherEmails: ["jean@example.org"],
      note: "Chien méchant",
    });
  });

  it("is the same client without a name that contradicts: what it adds is added", async () => {
    const world = await importWorld({ existing: [jean] });
    await world.importText(lines("Prénom,Cellulaire,Mots-clés", "Jean,514 555-0101,VIP"));
    expect(world.clients()).toMatchObject([{ id: jean.id, name: "Jean Roy", lastName: "Roy", tags: ["VIP"] }]);
  });
});

describe("a name with fewer words", () => {
  const titles = "Nom complet,Courriel";
  const knowing = (name: string, others: Partial<Client> = {}) =>
    importWorld({
      existing: [aClient({ name, email: "f@example.org", ...others, indexed: { search: [], filter: {} } })],
    });

  it.each([
    ["Jean-Pierre Roy", "Jean Roy"],
    ["Jean-Pierre Roy", "Pierre Roy"],
    ["Marie Tremblay-Roy", "Marie Tremblay"],
    ["Jean Tremblay fils", "Jean Tremblay"],
    ["John Smith Jr.", "John Smith"],
    ["Jean et Marie Tremblay", "Jean Tremblay"],
    ["Jean & Marie Tremblay", "Marie Tremblay"],
    ["M. et Mme Roy", "M. Roy"],
    ["Jean Roy 2", "Jean Roy"],
  ])("is somebody else where what is left out tells them apart: %s, %s", async (longer, shorter) => {
    for (const [known, row] of [
      [longer, shorter],
      [shorter, longer],
    ] as const) {
      const world = await knowing(known);
      const result = await world.importText(lines(titles, `${row},f@example.org`));
      expect(told(result)).toEqual({ ...none, created: 1 });
      expect(result.conflicts).toMatchObject([{ row: 2, reason: "name", action: "create" }]);
      expect(names(world.clients())).toEqual([known, row].sort());
    }
  });

  it.each([
    ["Jean-Pierre Roy", "Roy"],
    ["Jean-Pierre Roy", "ROY Jean Pierre"],
    ["Jean-Pierre Roy", "Jean-Pierre"],
    ["Ana Maria Roy", "Ana Roy"],
    ["John Q. Smith", "John Smith"],
  ])("is the same person where it merely says less: %s, %s", async (known, row) => {
    const world = await knowing(known);
    const result = await world.importText(lines(titles, `${row},f@example.org`));
    expect(told(result)).toEqual({ ...none, unchanged: 1 });
    expect(names(world.clients())).toEqual([known]);
  });

  it.each([
    ["Garage Martin", "Garage Martin Laval", 1],
    ["Clinique Roy", "Roy", 1],
    ["Garage Martin", "GARAGE MARTIN INC.", 0],
    ["Les Entreprises Roy ltée", "Les entreprises Roy", 0],
    ["Boulangerie Roy S.P.R.L.", "Boulangerie Roy", 0],
    ["Garage Martin inc.", "Garage Martin ltée", 0],
  ])("of a company is the same company only without its legal form: %s, %s", async (known, row, created) => {
    const world = await knowing(known, { company: known });
    const result = await world.importText(lines("Entreprise,Courriel", `${row},f@example.org`));
    expect(told(result)).toEqual({ ...none, created, unchanged: 1 - created });
  });
});

describe("rows without e-mail or mobile", () => {
  it("are as many clients as they tell apart: three landlines, three people of one name", async () => {
    const text = lines(
      "Nom complet,Téléphone",
      "Jean Tremblay,418 555-0101",
      "Jean Tremblay,418 555-0102",
      "Jean Tremblay,418 555-0103",
      "jean tremblay,418-555-0103",
    );
    for (const stepRows of [1, 500]) {
      const world = await importWorld();
      expect(told(await world.importText(text, { stepRows }))).toEqual({ ...none, created: 3, unchanged: 1 });
      expect(world.clients()).toHaveLength(3);
      expect(told(await world.importText(text, { stepRows }))).toEqual({ ...none, unchanged: 4 });
    }
  });
});

describe("a name that is worked out", () => {
  it("is worked out of the whole client, not of the row alone", async () => {
    const ana = aClient({
      name: "Ana Roy",
      firstName: "Ana",
      lastName: "Roy",
      email: "ana@example.org",
      indexed: { search: [], filter: {} },
    });
    const world = await importWorld({ existing: [ana] });
    const result = await world.importText(lines("Prénom,Courriel", "Ana,ana@example.org"));
    expect(told(result)).toEqual({ ...none, unchanged: 1 });
    expect(world.clients()).toEqual([ana]);
  });

  it("is completed by a row that says more of it", async () => {
    const world = await importWorld();
    await world.importText(lines("Prénom,Courriel", "Ana,ana@example.org"));
    await world.importText(lines("Prénom,Nom,Courriel", "Ana,Roy,ana@example.org"));
    expect(world.clients()).toMatchObject([{ name: "Ana Roy", firstName: "Ana", lastName: "Roy" }]);
  });

  it("takes the place of an address that stood for one", async () => {
    const world = await importWorld();
    await world.importText(lines("Courriel", "ana@example.org"));
    await world.importText(lines("Nom complet,Courriel", "Ana Roy,ana@example.org"));
    expect(names(world.clients())).toEqual(["Ana Roy"]);
  });
});

describe("a company and a person at its address", () => {
  const garage = aClient({
    name: "Garage Martin",
    company: "Garage Martin",
    email: "info@garage.example",
    indexed: { search: [], filter: {} },
  });

  it.each([
    "Prénom,Nom,Courriel\nLuc,Martin,info@garage.example",
    "Prénom,Nom,Entreprise,Courriel\nLuc,Martin,Garage Martin,info@garage.example",
    "Nom complet,Courriel\nLuc Gagnon,info@garage.example",
  ])("are two clients: the company keeps its name, %#", async (text) => {
    const world = await importWorld({ existing: [garage] });
    expect(told(await world.importText(text))).toEqual({ ...none, created: 1 });
    expect(world.client("Garage Martin")).toEqual(garage);
    expect(world.clients()).toHaveLength(2);
  });

  it("are one when a list of addresses says where a person works", async () => {
    const world = await importWorld({ existing: [jean] });
    await world.importText(lines("Courriel,Entreprise", "jean@example.org,Garage Roy"));
    expect(world.clients()).toMatchObject([{ name: "Jean Roy", company: "Garage Roy" }]);
  });
});

describe("the other addresses of a client", () => {
  const known = aClient({ ...jean, otherEmails: ["jr@example.org"] });

  it("are theirs, too: a row with one of them is about the client, and changes no address", async () => {
    const world = await importWorld({ existing: [known] });
    const result = await world.importText(lines("Prénom,Nom,Courriel", "Jean,Roy,jr@example.org"));
    expect(told(result)).toEqual({ ...none, unchanged: 1 });
    expect(world.clients()).toEqual([known]);
  });

  it("are nobody else's: a row of another name is somebody else", async () => {
    const world = await importWorld({ existing: [known] });
    const result = await world.importText(lines("Prénom,Nom,Courriel", "Marie,Roy,jr@example.org"));
    expect(told(result)).toEqual({ ...none, created: 1 });
    expect(world.client("Jean Roy")).toEqual(known);
  });

  it("are found in a row, too: who has written down a new first address is the same", async () => {
    const world = await importWorld({ existing: [jean] });
    const result = await world.importText(
      lines("Prénom,Nom,Courriel,Autres courriels", "Jean,Roy,new@example.org,jean@example.org"),
    );
    expect(told(result)).toEqual({ ...none, updated: 1 });
    expect(world.client("Jean Roy")).toMatchObject({ email: "jean@example.org", otherEmails: ["new@example.org"] });
  });
});

describe("a client who is archived or was erased", () => {
  it("stays so: their row makes a new client", async () => {
    const text = lines("Nom complet,Courriel", "Ana Roy,ana@example.org");
    const world = await importWorld();
    await world.importText(text);
    const [first] = world.clients();
    if (!first) throw new Error("There is no client.");
    await world.db.writeBatch([put(clients, { ...first, status: "archived", version: 2 })]);
    await world.project();
    expect(told(await world.importText(text))).toEqual({ ...none, created: 1 });
    expect(told(await world.importText(text))).toEqual({ ...none, unchanged: 1 });
    const [second] = world.clients().filter(({ status }) => status === "active");
    if (!second) throw new Error("There is no second client.");
    const place = [...world.memory.items].find(([, { pk, sk }]) => pk.endsWith(second.id) && sk === "@");
    if (!place) throw new Error("The client is not in the table.");
    world.memory.items.set(place[0], {
      pk: place[1].pk,
      sk: place[1].sk,
      entity: "erased_client",
      id: second.id,
      status: "erased",
    });
    await world.project();
    expect(told(await world.importText(text))).toEqual({ ...none, created: 1 });
    expect(new Set(world.clients().map(({ id }) => id)).size).toBe(2);
    expect(world.clients().some(({ id }) => id === second.id)).toBe(false);
    expect(anAccountId).toBe(first.accountId);
  });
});
