import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { ImportRun, type OpenObject } from "../../../../functions/imports/import-run.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { put } from "../../../../shared/db/writes.ts";
import { type Account, accounts } from "../../../../shared/entities/account.ts";
import {
  type Client,
  type ClientType,
  type CustomField,
  clients,
  clientTypes,
} from "../../../../shared/entities/client.ts";
import { clientContent } from "../../../../shared/entities/client-draft.ts";
import { imports } from "../../../../shared/entities/import.ts";
import type { Job } from "../../../../shared/entities/job.ts";
import { addToLookup } from "../../../../shared/entities/lookup.ts";
import { derivedId, ulids } from "../../../../shared/ids.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";
import { testAccount } from "../../../support/campaigns/scenario.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const now = new Date("2026-03-03T08:00:00.000Z");
const provenance = {
  version: 1,
  createdAt: now.toISOString(),
  createdBy: "mem_test",
  updatedAt: now.toISOString(),
  updatedBy: "mem_test",
  source: "app" as const,
};

interface Scene {
  account?: Partial<Account>;
  fields?: CustomField[];
  /** Clients that are there already. */
  existing?: Client[];
  dryRun?: boolean;
}

const typeWith = (fields: CustomField[]): ClientType => ({
  id: derivedId("clientType", "1"),
  accountId: anAccountId,
  name: "Résidentiel",
  sections: [{ name: "Véhicule", fields }],
  ...provenance,
});

/** Runs a whole import; gives its errors and counts, and the clients that are there then. */
const importing = async (
  open: OpenObject,
  { account = {}, fields = [], existing = [], dryRun = false }: Scene = {},
) => {
  const memory = memoryTable();
  const db = memory.table.of(anAccountId);
  const importId = derivedId("import", "1");
  const item = { id: importId, accountId: anAccountId, kind: "clients", fileName: "x", format: "auto" } as const;
  await db.writeBatch([
    put(accounts, testAccount({ id: anAccountId, ...account })),
    put(imports, { ...item, objectKey: "file", dryRun, ...provenance }),
    ...(fields.length > 0 ? [put(clientTypes, typeWith(fields))] : []),
    ...existing.map((client) => put(clients, client)),
  ]);
  for (const { id, email, mobile } of existing) {
    if (email) await db.commit([addToLookup(anAccountId, { what: "email", value: email }, id)]);
    if (mobile) await db.commit([addToLookup(anAccountId, { what: "mobile", value: mobile }, id)]);
  }
  const run = new ImportRun(anAccountId, { table: memory.table, clock: { now: () => now }, open });
  let job: Job = {
    id: derivedId("job", "1"),
    accountId: anAccountId,
    kind: "import",
    status: "running",
    progress: { done: 0, total: 0 },
    counts: {},
    input: { importId },
    ...provenance,
  };
  const errors = [];
  for (;;) {
    const { items = [], finished, checkpoint, progress, counts = {} } = await run.step(job);
    errors.push(...items);
    const total = (name: string) => (job.counts[name] ?? 0) + (counts[name] ?? 0);
    job = {
      ...job,
      checkpoint,
      progress,
      counts: { rows: total("rows"), incomplete: total("incomplete"), failed: total("failed") },
    };
    if (finished) break;
  }
  const stored = existing[0] && (await db.get(clients, keys.of(anAccountId, existing[0].id)));
  return { errors, counts: job.counts, stored };
};

const textFile =
  (text: string): OpenObject =>
  async () => ({ body: Readable.from([Buffer.from(text)]), size: Buffer.byteLength(text) });

const sample =
  (name: string): OpenObject =>
  async () => {
    const path = resolve(import.meta.dirname, "../../../../samples", name);
    return { body: createReadStream(path), size: (await stat(path)).size };
  };

const french = /\b(?:Ce|Cette|un|une|écrivez|corrigez|la|le|case|client)\b/;
const english = /\b(?:the|this|another|write|correct|empty|row|has|such|required|not)\b/i;

describe.each([
  ["clients-windows-1252.csv", 44],
  ["google-contacts.csv", 1],
])("the list %s", (name, atLeast) => {
  // Both lists name clients twice: an account that wants names to be unique refuses some rows of each.
  const settings = { uniqueNames: true, uniqueEmails: true };

  it.each(["fr", "fr-CA"])(
    "is spoken of in French only, in an account of language %s",
    async (language) => {
      const { errors, counts } = await importing(sample(name), { account: { language, settings } });
      expect((counts.failed ?? 0) + (counts.incomplete ?? 0)).toBeGreaterThanOrEqual(atLeast);
      for (const { message } of errors) {
        expect(message).toMatch(french);
        expect(message).not.toMatch(english);
      }
    },
    20_000,
  );

  it("is spoken of in English only, in an account of language en", async () => {
    const { errors, counts } = await importing(sample(name), { account: { language: "en", settings } });
    expect((counts.failed ?? 0) + (counts.incomplete ?? 0)).toBeGreaterThanOrEqual(atLeast);
    for (const { message } of errors) {
      expect(message).toMatch(english);
      expect(message).not.toMatch(/[éèàç]/);
    }
  });
});

const everyKind: CustomField[] = [
  { key: "plaque", label: "Plaque", kind: "text", required: true },
  { key: "km", label: "Odomètre", kind: "number" },
  { key: "depot", label: "Dépôt", kind: "money" },
  { key: "achat", label: "Achat", kind: "date" },
  { key: "garantie", label: "Garantie", kind: "boolean" },
  { key: "couleur", label: "Couleur", kind: "choice", options: ["rouge", "bleu"] },
  { key: "pneus", label: "Pneus", kind: "multi_choice", options: ["été", "hiver"] },
  { key: "lieu", label: "Lieu", kind: "location" },
];
const titles = "Nom;Type;Odomètre;Dépôt;Achat;Garantie;Couleur;Pneus;Lieu";

describe("what does not fit the client's type", () => {
  const wrong = textFile(`${titles}\nNoémie;Résidentiel;beaucoup;cher;hier;peut-être;vert;neige;Laval\n`);

  it.each([true, false])("is told by the titles of the file, cell by cell; a dry run: %s", async (dryRun) => {
    const { errors, counts } = await importing(wrong, { fields: everyKind, dryRun });
    expect(counts).toEqual({ rows: 1, incomplete: 0, failed: 1 });
    expect(errors.map(({ column, value }) => [column, value])).toEqual([
      ["Odomètre", "beaucoup"],
      ["Dépôt", "cher"],
      ["Achat", "hier"],
      ["Garantie", "peut-être"],
      ["Couleur", "vert"],
      ["Pneus", "neige"],
      ["Lieu", "Laval"],
      // There is no column of it: the sentence says which field is missing.
      [undefined, undefined],
    ]);
    for (const { message } of errors) expect(message).toMatch(french);
    const messages = errors.map(({ message }) => message?.replaceAll("\u00a0", " "));
    expect(messages[0]).toBe(
      "Le champ « Odomètre » attend un nombre, par exemple 12,5 : corrigez-le ou videz la case.",
    );
    expect(messages[4]).toContain("rouge, bleu.");
    expect(messages.at(-1)).toContain("« Plaque » est obligatoire");
    expect(new Set(errors.map(({ place }) => place)).size).toBe(errors.length);
  });

  it("costs its own cell where nothing that is required is missing", async () => {
    const fields = everyKind.map((field) => ({ ...field, required: false }));
    const known = aClient({ name: "Noémie", email: "n@example.org" });
    const rows =
      "Nom;Courriel;Type;Odomètre;Achat;Plaque\nNoémie;n@example.org;Résidentiel;beaucoup;2026-03-31;H1N 2K3\n";
    const { errors, counts, stored } = await importing(textFile(rows), { fields, existing: [known] });
    expect(counts).toEqual({ rows: 1, incomplete: 1, failed: 0 });
    expect(errors).toMatchObject([{ item: "2", status: "incomplete", column: "Odomètre", value: "beaucoup" }]);
    expect(stored?.fields).toEqual({ achat: "2026-03-31", plaque: "H1N 2K3" });
  });

  it("is told in English to an English account", async () => {
    const { errors } = await importing(wrong, { fields: everyKind, account: { language: "en" } });
    expect(errors).toHaveLength(8);
    for (const { message } of errors) expect(message).toMatch(/^The field “.+” (?:takes|is required)/);
  });

  it("has a place for each of two fields that the file has no column for", async () => {
    const fields = everyKind.map((field) => ({ ...field, required: true })).slice(0, 2);
    const { errors } = await importing(textFile("Nom;Type\nNoémie;Résidentiel\n"), { fields });
    expect(errors.map(({ message }) => /«\s(.+?)\s»/.exec(message ?? "")?.[1])).toEqual(["Plaque", "Odomètre"]);
    expect(new Set(errors.map(({ place }) => place)).size).toBe(2);
  });
});

describe("a list without types of clients", () => {
  const [plate, ...optional] = everyKind.map((field) => ({ ...field, required: false, searchable: true }));
  const fields = plate ? [plate, ...optional] : [];
  const type = typeWith(fields);
  const known = { name: "Noémie Côté", email: "noemie@example.org", typeId: type.id };
  const asItStands = { email: (text: string) => text, phone: (text: string) => text };
  const client = aClient({
    ...known,
    ...clientContent(
      { ...known, fields: { plaque: "H1N 2K3", km: 12 } },
      { country: "CA", contact: asItStands, ids: ulids, type },
    ),
  });

  it("leaves clients their type, and checks by it what it says of them", async () => {
    const file = (text: string) => textFile(`Nom;Courriel;Odomètre\nNoémie Côté;noemie@example.org;${text}\n`);
    const { stored, errors } = await importing(file("1 234,5"), { fields, existing: [client] });
    expect(errors).toEqual([]);
    expect(stored).toMatchObject({ typeId: type.id, fields: { plaque: "H1N 2K3", km: 1234.5 } });
    expect(stored?.indexed?.search).toEqual(["H1N 2K3", "1234.5"]);
    const wrong = await importing(file("beaucoup"), { fields, existing: [client] });
    expect(wrong.errors).toMatchObject([{ column: "Odomètre", value: "beaucoup" }]);
  });
});

describe("what only one client may have", () => {
  const luc = aClient({ name: "Luc Roy", email: "luc@example.org" });
  const ana = aClient({ name: "Ana Roy", mobile: "+15145550102" });
  const taken = (settings: Account["settings"], rows: string, language = "fr") =>
    importing(textFile(rows), { account: { settings, language }, existing: [luc, ana] });

  it("is told by the column that it stands in", async () => {
    const rows = "Nom complet;Courriel;Cellulaire\nLuc Roy;luc@example.org;514 555-0102\n";
    const { errors } = await taken({ uniqueMobiles: true }, rows);
    expect(errors).toMatchObject([{ item: "2", column: "Cellulaire", value: "+15145550102" }]);
    expect(errors[0]?.message).toMatch(/^Un autre client a déjà ce cellulaire/);
    const english = await taken({ uniqueMobiles: true }, rows, "en");
    expect(english.errors[0]?.message).toMatch(/^Another client has this mobile number already/);
  });

  it("is told by the family name where there is no column for the whole name", async () => {
    const rows = "Prénom;Nom;Courriel\nJean;Roy;a@example.org\nJean;Roy;b@example.org\n";
    const { errors } = await taken({ uniqueNames: true }, rows);
    expect(errors).toMatchObject([{ column: "Nom", value: "Jean Roy" }]);
    expect(errors[0]?.message).toMatch(/^Un autre client porte déjà ce nom/);
  });
});

describe("a row of little", () => {
  it("comes in with nothing but a work phone", async () => {
    const rows = "Nom;Courriel;Téléphone (bureau)\n;;514 555-0121\n";
    const { counts, errors } = await importing(textFile(rows));
    expect(errors).toEqual([]);
    expect(counts).toEqual({ rows: 1, incomplete: 0, failed: 0 });
  });
});

describe("a file that cannot be read", () => {
  const broken = textFile('Nom;Courriel\nNoémie;a@example.org\n"Luc;b@example.org\n');

  it.each([
    ["fr", "Un guillemet ouvert n’est jamais refermé", broken],
    ["en", "A quotation mark is opened and never closed", broken],
    ["fr", "Le fichier est vide", textFile("")],
    ["en", "The file is empty", textFile("")],
    ["fr", "Aucun fichier n’a été téléversé", async () => undefined],
    ["en", "No file was uploaded", async () => undefined],
  ] as const)("is refused in the account's language, %s: %s", async (language, sentence, file) => {
    await expect(importing(file, { account: { language } })).rejects.toThrow(sentence);
  });
});
