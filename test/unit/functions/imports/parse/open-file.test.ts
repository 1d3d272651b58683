import { describe, expect, it } from "vitest";
import { mapColumns } from "../../../../../functions/imports/parse/columns.ts";
import { openFile } from "../../../../../functions/imports/parse/open-file.ts";
import { proposeMapping } from "../../../../../functions/imports/parse/propose-mapping.ts";
import { rowToClient } from "../../../../../functions/imports/parse/row-to-client.ts";
import { gather, inPieces } from "../../../../support/chunks.ts";
import { workbookOf } from "../../../../support/workbook.ts";

const open = (bytes: Uint8Array | string, size = 3) => openFile(inPieces(Buffer.from(bytes), size));

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
