import { describe, expect, it } from "vitest";
import { mapColumns } from "../../../../../functions/imports/parse/columns.ts";
import type { ListHints } from "../../../../../functions/imports/parse/header-row.ts";
import { openFile } from "../../../../../functions/imports/parse/open-file.ts";
import { proposeMapping } from "../../../../../functions/imports/parse/propose-mapping.ts";
import { rowToClient } from "../../../../../functions/imports/parse/row-to-client.ts";
import { gather, inPieces } from "../../../../support/chunks.ts";
import { workbookOf } from "../../../../support/workbook.ts";

const open = (bytes: Uint8Array | string, size = 3) => openFile(inPieces(Buffer.from(bytes), size));

const rowsOf = async (bytes: Uint8Array | string, hints: ListHints = {}) => {
  const { headers, rows } = await openFile(inPieces(Buffer.from(bytes), 1_000), hints);
  return [headers, ...(await gather(rows)).map(({ row, cells }) => [row, ...cells])];
};
const list = [
  ["Nom", "Prénom", "Courriel"],
  ["Roy", "Ana", "a@example.org"],
  ["Côté", "Zoé", "z@example.org"],
];
const numbered = [list[0], [2, ...(list[1] ?? [])], [3, ...(list[2] ?? [])]];
const csv = (rows: string[][], separator = ";") => rows.map((cells) => `${cells.join(separator)}\n`).join("");

describe("the titles of a list are found", () => {
  it.each([
    ["below a title and a blank line", [["Liste des clients"], [], ...list], 3],
    ["below a date and who wrote it", [["Exporté le 31/03/2026 à 10:22:45"], ["Par : Marie"], ...list], 3],
    ["below the names of groups of columns", [["Client", "", "Contact"], ...list], 2],
  ])("%s", async (_, rows, at) => {
    const expected = [list[0], [at + 1, ...(list[1] ?? [])], [at + 2, ...(list[2] ?? [])]];
    expect(await rowsOf(csv(rows))).toEqual(expected);
    expect(await rowsOf(workbookOf({ rows }))).toEqual(expected);
  });

  it("on the sheet that has them, after a sheet that explains", async () => {
    const workbook = workbookOf({ rows: list, readMe: ["Lisez-moi", "Ce fichier contient la liste des clients."] });
    expect(await rowsOf(workbook)).toEqual(numbered);
  });

  it.each([
    [
      "commas within a title",
      "Nom;Courriel;Services (pneus, vidange, freins, clim, lavage)\nRoy;a@example.org;pneus\n",
      3,
    ],
    ["decimal commas", "Nom;Latitude;Longitude\nRoy;45,5;-73,5\nCôté;45,6;-73,6\n", 3],
    ["addresses with commas", "Nom;Adresse, ville\nRoy;1 rue A, Laval\nCôté;2 rue B, Laval\n", 2],
    ["semicolons within notes", "Nom,Courriel,Note\nRoy,a@example.org,lundi; jamais mardi; jeudi\n", 3],
    ["one column of names with commas", "Nom\nRoy, Ana\nCôté, Zoé\n", 1],
    ["a title line with commas", "Clients, prospects, anciens, partenaires\nNom;Courriel\nRoy;a@example.org\n", 2],
    ["tabs", "Nom\tCourriel\tNote\nRoy\ta@example.org\tun, deux, trois\n", 3],
    ['"sep=;"', '"sep=;"\r\nNom;Courriel\r\nRoy;a@example.org\r\n', 2],
    ["sep=; and empty cells", "sep=;,,\nNom;Courriel\nRoy;a@example.org\n", 2],
  ])("by the separator that fits: %s", async (_, text, width) => {
    const [headers, ...rows] = await rowsOf(text);
    expect(headers).toHaveLength(width);
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe("a list without titles", () => {
  const untitled = "Roy;Ana;a@example.org;514 555-0121\nCôté;Zoé;z@example.org;514 555-0122\n";

  it("asks what its columns are, and loses nobody", async () => {
    const error = await rowsOf(untitled).catch((reason) => reason);
    expect(error).toMatchObject({ code: "no-titles", columns: ["#1", "#2", "#3", "#4"] });
    expect(await error.in("fr")).toMatch(/Aucun titre de colonne.*#1, #2, #3, #4.*Rien n’a été importé/);
    expect(await error.in("en")).toMatch(/No column title.*#1, #2, #3, #4/);
  });

  it("is read from its first row once they are said", async () => {
    const mapping = { "#1": "lastName", "#2": "firstName", "#3": "email", "#4": "" };
    expect(await rowsOf(untitled, { mapping })).toEqual([
      ["#1", "#2", "#3", "#4"],
      [1, "Roy", "Ana", "a@example.org", "514 555-0121"],
      [2, "Côté", "Zoé", "z@example.org", "514 555-0122"],
    ]);
  });

  it("is not taken for one because a client lives in « Bureau »", async () => {
    await expect(rowsOf("Roy;Ana;Laval;Mobile\nCôté;Zoé;Laval;Bureau\n")).rejects.toMatchObject({ code: "no-titles" });
  });

  it("with titles that nobody knows names them", async () => {
    const text = "Nazwisko;Poczta\nRoy;a@example.org\n";
    await expect(rowsOf(text)).rejects.toMatchObject({ code: "no-titles", columns: ["Nazwisko", "Poczta"] });
    expect(await rowsOf(text, { mapping: { Poczta: "email" } })).toEqual([
      ["Nazwisko", "Poczta"],
      [2, "Roy", "a@example.org"],
    ]);
  });

  it("but those of the account's own fields is one", async () => {
    const customFields = [
      { key: "plaque", label: "Plaque" },
      { key: "km", label: "Odomètre" },
    ];
    expect(await rowsOf("Plaque;Odomètre\nH1N 2K3;12\n", { customFields })).toHaveLength(2);
  });
});

describe("a workbook of another program", () => {
  it("with a row for each of its cells", async () => {
    const sheetXml = list
      .flatMap((cells, row) =>
        cells.map(
          (text, column) =>
            `<row r="${row + 1}"><c r="${"ABC"[column]}${row + 1}" t="inlineStr"><is><t>${text}</t></is></c></row>`,
        ),
      )
      .join("");
    expect(await rowsOf(workbookOf({ rows: [], sheetXml }))).toEqual([
      list[0],
      [2, ...(list[1] ?? [])],
      [3, ...(list[2] ?? [])],
    ]);
  });

  it("with the names of its parts in other case", async () => {
    const bytes = Buffer.from(
      workbookOf({ rows: list }).toString("latin1").replaceAll("sharedStrings.xml", "SharedStrings.xml"),
      "latin1",
    );
    expect(await rowsOf(bytes)).toEqual(numbered);
  });

  it("with formulas that nobody has calculated: an error of that cell alone", async () => {
    const rows = [
      ["Nom", "Note"],
      ["Roy", { xml: '<c r="B2"><f>A2&amp;"!"</f><v></v></c>' }],
    ];
    const file = await openFile(inPieces(workbookOf({ rows }), 1_000));
    const columns = mapColumns(file.headers, proposeMapping(file.headers).mapping);
    const [row] = await gather(file.rows);
    if (!row) throw new Error("There is no row.");
    expect(rowToClient(row, columns, { language: "fr", region: "CA" })).toMatchObject({
      client: { name: "Roy" },
      errors: [{ column: "Note", message: expect.stringContaining("formule") }],
    });
  });
});

describe("a file is opened by what is in it", () => {
  it("a text of separated values", async () => {
    const file = await open("Nom;Courriel\nNoémie;n@example.com\n");
    expect(file).toMatchObject({ format: "csv", headers: ["Nom", "Courriel"] });
    expect(await gather(file.rows)).toMatchObject([{ row: 2, cells: ["Noémie", "n@example.com"] }]);
  });

  it("a workbook", async () => {
    const file = await open(workbookOf({ rows: [["Nom"], ["Noémie"]] }), 100);
    expect(file).toMatchObject({ format: "xlsx", headers: ["Nom"] });
    expect(await gather(file.rows)).toMatchObject([{ row: 2, cells: ["Noémie"] }]);
  });

  it("a workbook whose phones and percentages are numbers", async () => {
    const file = await open(
      workbookOf({
        rows: [
          ["Nom", "Cellulaire", "Pays", "Rabais", "Latitude", "Longitude"],
          ["Noémie", 5145551212, "CA", { number: 0.075, style: 1 }, 45.5017, -73.5673],
          ["Joëlle", 477723217, "BE", 7.5],
          ["Søren", 41791115771, "CA"],
        ],
        formats: ["0.0%"],
      }),
      64,
    );
    const columns = mapColumns(file.headers, proposeMapping(file.headers).mapping);
    const outcomes = (await gather(file.rows)).map((row) =>
      rowToClient(row, columns, { language: "fr", region: "CA" }),
    );
    expect(outcomes).toMatchObject([
      {
        client: {
          mobile: "+15145551212",
          discountPercent: "7.5",
          addresses: [{ location: { lat: 45.5017, lng: -73.5673 } }],
        },
      },
      { client: { mobile: "+32477723217", discountPercent: "7.5" } },
      { client: { mobile: "+41791115771" } },
    ]);
  });

  it("a Google Contacts export of either form", async () => {
    expect(await open("First Name,Labels,E-mail 1 - Value\n")).toMatchObject({ format: "google_contacts" });
    expect(await open("Name,Given Name,Group Membership,Phone 1 - Value\n")).toMatchObject({
      format: "google_contacts",
    });
    expect(await open("First Name,Labels,E-mail\n")).toMatchObject({ format: "csv" });
  });

  it("with titles that all differ", async () => {
    const { headers } = await open(" Nom ;;Téléphone;Téléphone;Téléphone (2);\n");
    expect(headers).toEqual(["Nom", "#2", "Téléphone", "Téléphone (2)", "Téléphone (2) (2)", "#6"]);
    expect(new Set(headers).size).toBe(headers.length);
  });

  it("and an empty one, an old .xls or a locked workbook is refused with advice", async () => {
    await expect(open("")).rejects.toMatchObject({ code: "empty" });
    await expect(open("\n\n")).rejects.toMatchObject({ code: "empty" });
    const old = await open(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])).catch((error) => error);
    expect(old).toMatchObject({ code: "old-workbook" });
    expect(await old.in("fr")).toContain("enregistrez-le en .xlsx");
    expect(await old.in("en")).toContain("save it as .xlsx");
  });
});
