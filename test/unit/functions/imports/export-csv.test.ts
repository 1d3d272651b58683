import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { ExportLayout } from "../../../../functions/imports/export-columns.ts";
import { exportCsv } from "../../../../functions/imports/export-csv.ts";
import { guarded, withoutGuard } from "../../../../functions/imports/formula-guard.ts";
import { mapColumns } from "../../../../functions/imports/parse/columns.ts";
import type { ImportedClient } from "../../../../functions/imports/parse/imported-client.ts";
import { openFile } from "../../../../functions/imports/parse/open-file.ts";
import { proposeMapping } from "../../../../functions/imports/parse/propose-mapping.ts";
import { rowToClient } from "../../../../functions/imports/parse/row-to-client.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { gather } from "../../../support/chunks.ts";

const exported = async (clients: ImportedClient[], layout: ExportLayout): Promise<string> =>
  (await gather(exportCsv(clients, layout))).join("");

const importedAgain = async (text: string, layout: ExportLayout): Promise<unknown[]> => {
  async function* bytes() {
    yield Buffer.from(text);
  }
  const file = await openFile(bytes());
  const { mapping, unmapped } = proposeMapping(file.headers, layout.customFields);
  expect(unmapped).toEqual([]);
  const columns = mapColumns(file.headers, mapping);
  const clients: unknown[] = [];
  for await (const row of file.rows) {
    const outcome = rowToClient(row, columns, { language: "fr", region: "CA" });
    clients.push(outcome.client && outcome.errors.length === 0 ? withoutRaw(outcome.client) : outcome);
  }
  return clients;
};

const withoutRaw = ({ raw: _, consents: _consents, ...client }: ImportedClient): ImportedClient =>
  client.phones ? { ...client, phones: client.phones.map(({ raw: _raw, ...phone }) => phone) } : client;

const noemie: ImportedClient = {
  id: derivedId("client", "1"),
  name: "Noémie Côté",
  firstName: "Noémie",
  lastName: "Côté",
  company: '=HYPERLINK("http://x";"y")',
  type: "Résidentiel",
  email: "noemie@example.com",
  otherEmails: ["b@example.com", "c@example.com"],
  mobile: "+15145551212",
  phones: [
    { label: "work", number: "+32475123456" },
    { number: "+15145553333" },
    { label: "Chalet, été", number: "+15145554444" },
    { number: "+15145555555" },
  ],
  addresses: [
    {
      label: "home",
      line1: "1, rue Saint-Denis",
      city: "Montréal",
      region: "QC",
      country: "CA",
      location: { lat: 45.5017, lng: -73.5673 },
    },
    { city: "Liège", country: "BE" },
    { label: "billing", line1: "2 rue B", line2: "App. 4", postalCode: "01000" },
  ],
  language: "fr",
  tags: ["VIP", "à relancer"],
  note: 'Dit : "jamais"\nLigne 2; suite',
  discountPercent: "7.5",
  tax: "TPS/TVQ",
  priceList: "Gros",
  subscriptions: { email: { general: true, marketing: false }, sms: { general: true, marketing: false } },
  fields: { color: "-rouge", size: "205" },
};
const LAYOUT: ExportLayout = {
  language: "fr",
  customFields: [
    { key: "color", label: "Couleur" },
    { key: "size", label: "Ville" },
  ],
};

describe("an export", () => {
  it("is what French spreadsheets open: a mark for UTF-8, semicolons, decimal commas", async () => {
    const text = await exported([noemie], LAYOUT);
    expect(text).toMatch(/^\ufeffIdentifiant Clientèle;Nom complet;Prénom;/);
    expect(text).toContain(";7,5;");
    expect(text).toContain(";45,5017;-73,5673");
    expect(text.endsWith("\r\n")).toBe(true);
  });

  it("is what English ones open", async () => {
    const text = await exported([noemie], { ...LAYOUT, language: "en" });
    expect(text).toMatch(/^\ufeffClientele ID,Full name,First name,/);
    expect(text).toContain(",7.5,");
  });

  it("guards what would run as a formula, and leaves phones and numbers usable", async () => {
    const text = await exported([noemie], LAYOUT);
    expect(text).toContain(`"'=HYPERLINK(""http://x"";""y"")"`);
    expect(text).toContain("'-rouge");
    expect(text).toContain(";+1 514 555 1212;");
    expect(text).toContain(";-73,5673;");
  });

  it.each(["fr", "en"] as const)("in %s comes back as it left", async (language) => {
    const layout = { ...LAYOUT, language };
    expect(await importedAgain(await exported([noemie, { company: "Garage" }], layout), layout)).toEqual([
      noemie,
      { company: "Garage" },
    ]);
  });

  it("names a field by its key where its label would be read as something else", async () => {
    const [header] = (await exported([], LAYOUT)).split("\r\n");
    expect(header).toContain(";Couleur;fields.size");
  });
});

describe("the guard against formulas", () => {
  it.each(["=1+1", "+1+1", "-1+cmd|'/c calc'!A0", "@SUM(1)", "\t=1", "\r=1", "+A1", "-", "＝1+1", "'=1"])(
    "stands before %j",
    (text) => expect(guarded(text)).toBe(`'${text}`),
  );

  it.each(["Noémie", "'t Hof", "+1 514 555 1212", "+15145551212", "-73,69281", "-5", "a=b", ""])(
    "leaves %j alone",
    (text) => expect(guarded(text)).toBe(text),
  );

  test.prop([fc.string({ unit: fc.constantFrom("=", "+", "-", "@", "'", "1", " ", "a", "\t"), maxLength: 8 })])(
    "comes off again without a trace",
    (text) => {
      const safe = guarded(text);
      expect(withoutGuard(safe)).toBe(text);
      if (!/^[+-][\d ]*\d(?:[.,]\d+)?$/.test(safe)) expect(safe).not.toMatch(/^[=+\-@\t\r]/);
    },
  );
});

const word = fc
  .string({
    unit: fc.constantFrom("é", "Œ", "a", "'", '"', ";", ",", "=", "+", "-", "@", "1", " ", "ł", "|"),
    minLength: 1,
    maxLength: 12,
  })
  .map((text) => text.replace(/\s+/g, " ").trim())
  .filter((text) => text !== "");
const lines = fc.array(word, { minLength: 1, maxLength: 3 }).map((all) => all.join("\n"));
const number = fc.integer({ min: 2_000_000, max: 9_999_999 }).map((digits) => `+1514${digits}`);
const degree = (limit: number) =>
  fc.integer({ min: -limit * 1e6, max: limit * 1e6 }).map((n) => (n === 0 ? 0 : n / 1e6));
const someOf = <T extends object>(arbitraries: { [Name in keyof T]: fc.Arbitrary<NonNullable<T[Name]>> }) =>
  fc.record(arbitraries, { requiredKeys: [] });
const address = someOf<NonNullable<ImportedClient["addresses"]>[number]>({
  label: word,
  line1: word,
  line2: word,
  city: word,
  region: word,
  postalCode: word,
  country: fc.constantFrom("CA", "BE", "FR"),
  location: fc.record({ lat: degree(90), lng: degree(180) }),
})
  .filter((parts) => Object.keys(parts).some((part) => part !== "label"))
  // A second line without a first one is the first.
  .map(({ line2, ...parts }) => (parts.line1 && line2 ? { ...parts, line2 } : parts))
  .filter((parts) => Object.keys(parts).some((part) => part !== "label"));
const choice = someOf<{ general: boolean; marketing: boolean }>({
  general: fc.boolean(),
  marketing: fc.boolean(),
}).filter((answers) => Object.keys(answers).length > 0);
const distinct = <T>(item: fc.Arbitrary<T>, selector: (value: T) => unknown) =>
  fc.uniqueArray(item, { minLength: 1, maxLength: 4, selector });

const client = someOf<ImportedClient>({
  firstName: word,
  lastName: word,
  company: word,
  type: word,
  email: fc.constantFrom("a@example.com", "b@example.org"),
  mobile: number,
  phones: distinct(
    fc.oneof(fc.record({ number }), fc.record({ label: fc.constantFrom("work", "Chalet, été", "+1"), number })),
    (phone) => phone.number,
  ),
  addresses: distinct(address, (parts) => JSON.stringify(parts)),
  language: fc.constantFrom("fr", "en", "nl", "de"),
  tags: distinct(fc.constantFrom("VIP", "à relancer", "2024", "a, b", "c;d", "=x"), (tag) => tag),
  note: lines,
  discountPercent: fc.constantFrom("0", "7.5", "100", "12.25"),
  tax: word,
  priceList: word,
  subscriptions: someOf<NonNullable<ImportedClient["subscriptions"]>>({ email: choice, sms: choice }).filter(
    (channels) => Object.keys(channels).length > 0,
  ),
  fields: fc.record({ color: lines }),
}).chain((parts) => word.map((name): ImportedClient => ({ name, ...parts })));

test.prop([fc.array(client, { maxLength: 5 }), fc.constantFrom("fr" as const, "en" as const)], { numRuns: 100 })(
  "any clients come back from an export as they left",
  async (clients, language) => {
    const apart = clients.map((one) => ({
      ...one,
      phones: one.phones?.filter((phone) => phone.number !== one.mobile),
    }));
    const tidy = apart.map(({ phones, ...one }) => (phones && phones.length > 0 ? { ...one, phones } : one));
    const layout = { ...LAYOUT, language };
    expect(await importedAgain(await exported(tidy, layout), layout)).toEqual(tidy);
  },
  60_000,
);
