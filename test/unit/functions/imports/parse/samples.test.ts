import { createReadStream } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { mapColumns } from "../../../../../functions/imports/parse/columns.ts";
import type { ImportedClient, RowError } from "../../../../../functions/imports/parse/imported-client.ts";
import { openFile } from "../../../../../functions/imports/parse/open-file.ts";
import { proposeMapping } from "../../../../../functions/imports/parse/propose-mapping.ts";
import { rowToClient } from "../../../../../functions/imports/parse/row-to-client.ts";

const importSample = async (name: string) => {
  const file = await openFile(createReadStream(new URL(`../../../../../samples/${name}`, import.meta.url)));
  const { mapping, unmapped } = proposeMapping(file.headers);
  const columns = mapColumns(file.headers, mapping);
  const clients: (ImportedClient & { row: number })[] = [];
  const errors: RowError[] = [];
  for await (const row of file.rows) {
    const outcome = rowToClient(row, columns, { language: "fr", region: "CA" });
    if (outcome.client) clients.push({ row: row.row, ...outcome.client });
    errors.push(...outcome.errors);
  }
  return { format: file.format, unmapped, clients, errors };
};

const tally = (values: readonly unknown[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
  return counts;
};

// Every figure below was counted in the files themselves, apart from this code.
describe("the Windows-1252 client list", () => {
  let sample: Awaited<ReturnType<typeof importSample>>;
  beforeAll(async () => {
    sample = await importSample("clients-windows-1252.csv");
  });

  it("becomes 500 clients, 44 of them without a cell that cannot be read", () => {
    expect(sample).toMatchObject({ format: "csv", unmapped: [] });
    expect(sample.clients).toHaveLength(500);
    expect(sample.errors).toHaveLength(44);
    expect(new Set(sample.errors.map(({ row }) => row)).size).toBe(44);
  });

  it("tells which 22 addresses are no e-mail and which 22 phones are none", () => {
    const every23rdFrom = (first: number) => Array.from({ length: 22 }, (_, i) => first + 23 * i);
    const rowsWith = (column: string, value: string) =>
      sample.errors.filter((error) => error.column === column && error.value === value).map(({ row }) => row);
    expect(rowsWith("Courriel", "pas-un-courriel")).toEqual(every23rdFrom(7));
    expect(rowsWith("Téléphone cellulaire", "n/d")).toEqual(every23rdFrom(11));
    expect(sample.errors[0]?.message).toMatch(/adresse courriel.*corrigez-la/);
  });

  it("keeps its accents", () => {
    const names = tally(sample.clients.map(({ lastName }) => lastName));
    expect(names).toMatchObject({ Œuvrard: 15, Müller: 11, "L'Écuyer": 18 });
    expect(sample.clients.some(({ note }) => note === "Chien méchant — sonner")).toBe(true);
    expect(sample.clients.some(({ name }) => name?.includes("\ufffd"))).toBe(false);
  });

  it("takes a formula for a name as the text it is", () => {
    const formulas = sample.clients.filter(({ lastName }) => lastName?.startsWith("="));
    expect(formulas).toHaveLength(12);
    expect(formulas[0]).toMatchObject({
      row: 5,
      firstName: "Émile",
      lastName: '=HYPERLINK("http://x";"y")',
    });
  });

  it("takes a first name alone for the name", () => {
    const nameless = sample.clients.filter(({ lastName }) => lastName === undefined);
    expect(nameless).toHaveLength(12);
    expect(nameless[0]).toMatchObject({ row: 9, firstName: "Gaël", mobile: "+41791299710" });
  });

  it("reads words as codes, and commas as decimal points", () => {
    expect(tally(sample.clients.map(({ language }) => language))).toEqual({ fr: 305, nl: 94, en: 101 });
    expect(tally(sample.clients.map(({ discountPercent }) => discountPercent))).toEqual({
      undefined: 129,
      "5": 125,
      "7.5": 125,
      "10": 121,
    });
    expect(tally(sample.clients.map(({ subscriptions }) => subscriptions?.email?.marketing))).toEqual({
      true: 303,
      false: 197,
    });
    expect(tally(sample.clients.map(({ type }) => type))).toEqual({ Commercial: 167, Résidentiel: 333 });
    const latitudes = sample.clients.map(({ addresses }) => addresses?.[0]?.location?.lat ?? 0);
    expect(latitudes.reduce((sum, lat) => sum + lat, 0)).toBeCloseTo(23647.062, 3);
  });

  it("reads every phone in the country of its row", () => {
    const countries = tally(sample.clients.map(({ addresses }) => addresses?.[0]?.country));
    expect(countries).toEqual({ CA: 249, BE: 131, CH: 64, FR: 56 });
    const prefix = { CA: "+1", BE: "+32", CH: "+41", FR: "+33" };
    const called = sample.clients.filter(({ mobile }) => mobile !== undefined);
    expect(called).toHaveLength(478);
    const astray = called.filter(({ mobile, addresses }) => {
      const country = addresses?.[0]?.country;
      return !Object.entries(prefix).some(([code, start]) => code === country && mobile?.startsWith(start));
    });
    expect(astray).toEqual([]);
  });

  it("keeps every tag and every line of a note", () => {
    expect(tally(sample.clients.flatMap(({ tags = [] }) => tags))).toEqual({
      barbe: 99,
      pneus: 96,
      foncé: 94,
      "2024": 94,
      hiver: 91,
      flotte: 90,
      VIP: 81,
      "à relancer": 80,
    });
    expect(sample.clients.filter(({ note }) => note === "Ligne 1\nLigne 2")).toHaveLength(74);
    expect(sample.clients.filter(({ note }) => note === 'Dit : "jamais le lundi"')).toHaveLength(71);
  });
});

describe("the Google Contacts export", () => {
  let sample: Awaited<ReturnType<typeof importSample>>;
  beforeAll(async () => {
    sample = await importSample("google-contacts.csv");
  });

  it("becomes 400 clients", () => {
    expect(sample.format).toBe("google_contacts");
    expect(sample.errors).toEqual([]);
    expect(sample.clients).toHaveLength(400);
    expect(sample.clients.map(({ row }) => row)).toEqual(Array.from({ length: 400 }, (_, i) => i + 2));
  });

  it("has 24 companies without a person, and 14 clients without an e-mail address", () => {
    const companies = sample.clients.filter(({ company }) => company !== undefined);
    expect(companies).toHaveLength(24);
    expect(companies.every(({ name }) => name === undefined)).toBe(true);
    expect(companies[0]?.company).toBe("Garage L'Écuyer & fils inc.");
    expect(sample.clients.filter(({ email }) => email === undefined)).toHaveLength(14);
  });

  it("keeps letters that Windows-1252 does not have", () => {
    expect(tally(sample.clients.map(({ firstName }) => firstName))).toMatchObject({ Łukasz: 5, Nguyễn: 2 });
    expect(tally(sample.clients.map(({ lastName }) => lastName))).toMatchObject({ Œuvrard: 13, Nguyễn: 16 });
  });

  it("takes labels for tags, but not Google's own", () => {
    const tags = tally(sample.clients.flatMap((client) => client.tags ?? []));
    expect(tags).toEqual({
      VIP: 88,
      barbe: 86,
      foncé: 82,
      flotte: 79,
      pneus: 79,
      hiver: 77,
      "2024": 71,
      "à relancer": 61,
    });
  });

  it("takes the number labelled Mobile for the mobile, once where it stands twice", () => {
    expect(sample.clients.every(({ mobile }) => /^\+(1|32|33|41)\d{9,10}$/.test(mobile ?? ""))).toBe(true);
    expect(sample.clients.every(({ phones }) => phones === undefined)).toBe(true);
  });

  it("has one address a client, from its parts", () => {
    expect(sample.clients.every(({ addresses }) => addresses?.length === 1)).toBe(true);
    expect(sample.clients[0]?.addresses).toEqual([
      { line1: "3051 boul. René-Lévesque O.", city: "Genève", region: "GE", postalCode: "1204", country: "CH" },
    ]);
    expect(tally(sample.clients.map(({ addresses }) => addresses?.[0]?.country))).toEqual({
      CA: 203,
      BE: 95,
      CH: 53,
      FR: 49,
    });
  });

  it("keeps notes of several lines", () => {
    expect(sample.clients.filter(({ note }) => note === "Ligne 1\nLigne 2")).toHaveLength(58);
  });
});
