import { describe, expect, it } from "vitest";
import { mapColumns } from "../../../../../functions/imports/parse/columns.ts";
import { openFile } from "../../../../../functions/imports/parse/open-file.ts";
import { proposeMapping } from "../../../../../functions/imports/parse/propose-mapping.ts";
import { rowToClient } from "../../../../../functions/imports/parse/row-to-client.ts";
import { gather, inPieces } from "../../../../support/chunks.ts";
import { zipOf } from "../../../../support/workbook.ts";

const clientsIn = async (bytes: Uint8Array | string, size = 50) => {
  const { format, headers, rows } = await openFile(inPieces(Buffer.from(bytes), size));
  const columns = mapColumns(headers, proposeMapping(headers).mapping);
  const outcomes = (await gather(rows)).map((row) => rowToClient(row, columns, { language: "fr", region: "CA" }));
  return { format, clients: outcomes.map(({ client }) => client), errors: outcomes.flatMap(({ errors }) => errors) };
};

const noemie = { firstName: "Noémie", lastName: "Côté", mobile: "+15145550121", email: "n@example.org" };

describe("a list of another format is read", () => {
  it("a page of HTML that calls itself .xls", async () => {
    const html = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body>
      <table border=1><tr><td colspan="4">Liste des clients</td></tr>
      <TR><th>Nom<th>Pr&eacute;nom</th><th>Cellulaire</th><th>Courriel</th></TR>
      <tr><td>C&ocirc;t&#233;<td>No&eacute;mie</td><td x:num="5145550121">(514)&nbsp;555-0121</td><td><a href="mailto:n@example.org">n@example.org</a></td></tr></table>`;
    expect(await clientsIn(html)).toMatchObject({ format: "html", clients: [noemie], errors: [] });
  });

  it("an XML Spreadsheet of 2003", async () => {
    const cell = (text: string, index = "") => `<Cell${index}><Data ss:Type="String">${text}</Data></Cell>`;
    const xml = `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
      <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
      <Worksheet ss:Name="Lisez-moi"><Table><Row>${cell("Bonjour")}</Row></Table></Worksheet>
      <Worksheet ss:Name="Clients"><Table><Row>${["Nom", "Prénom", "Cellulaire", "Note", "Courriel"].map((text) => cell(text)).join("")}</Row>
      <Row ss:Index="4">${cell("Côté")}${cell("Noémie")}<Cell><Data ss:Type="Number">5145550121</Data></Cell>${cell("n@example.org", ' ss:Index="5"')}</Row>
      </Table></Worksheet></Workbook>`;
    expect(await clientsIn(xml)).toMatchObject({ format: "xml", clients: [noemie], errors: [] });
  });

  it("an OpenDocument spreadsheet", async () => {
    const text = (value: string) =>
      `<table:table-cell office:value-type="string"><text:p>${value}</text:p></table:table-cell>`;
    const ods = zipOf({
      mimetype: "application/vnd.oasis.opendocument.spreadsheet",
      "content.xml": `<?xml version="1.0" encoding="UTF-8"?><office:document-content><office:body><office:spreadsheet><table:table table:name="Clients">
        <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
        <table:table-row>${["Nom", "Prénom", "Note"].map(text).join("")}<table:table-cell/>${["Cellulaire", "Courriel", "Rabais"].map(text).join("")}</table:table-row>
        <table:table-row>${text("Côté")}${text("Noémie")}<table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="float" office:value="5145550121"><text:p>5 145 550 121</text:p></table:table-cell>${text("n@example.org")}<table:table-cell office:value-type="percentage" office:value="0.075"><text:p>8 %</text:p></table:table-cell></table:table-row>
        <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
        </table:table></office:spreadsheet></office:body></office:document-content>`,
    });
    expect(await clientsIn(ods, 500)).toMatchObject({
      format: "ods",
      clients: [{ ...noemie, discountPercent: "7.5" }],
      errors: [],
    });
  });

  it.each([
    [
      "4.0",
      `BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Noémie Côté\r\nN:Côté;Noémie;;;\r\nTEL;TYPE=cell:+1 514 555-0121\r\nitem1.TEL:514 555-0122\r\nitem1.X-ABLabel:Chalet\r\nEMAIL;TYPE=work:n@example.org\r\nADR;TYPE=home:;;1\\, rue A;Laval;QC;H7N 5W1;Canada\r\nNOTE:Ligne 1\\nLigne\r\n  2\r\nEND:VCARD\r\n`,
    ],
    [
      "2.1",
      `BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:C=C3=B4t=C3=A9;No=C3=A9=\nmie;;;\nTEL;CELL:5145550121\nTEL;X-Chalet:5145550122\nEMAIL;INTERNET:n@example.org\nADR;HOME:;;1, rue A;Laval;QC;H7N 5W1;Canada\nNOTE:Ligne 1\\nLigne 2\nEND:VCARD\n`,
    ],
  ])("vCards of version %s", async (_, text) => {
    expect(await clientsIn(text + text.replace(/n@/g, "z@"), 7)).toMatchObject({
      format: "vcard",
      clients: [
        {
          ...noemie,
          phones: [{ number: "+15145550122" }],
          addresses: [
            { label: "home", line1: "1, rue A", city: "Laval", region: "QC", postalCode: "H7N 5W1", country: "CA" },
          ],
          note: "Ligne 1\nLigne 2",
        },
        { email: "z@example.org" },
      ],
      errors: [],
    });
  });

  const card = (...lines: string[]) => ["BEGIN:VCARD", "VERSION:2.1", ...lines, "END:VCARD", ""].join("\r\n");
  it.each([
    ["UTF-8, lines indented after their soft breaks", "UTF-8", "=C3=89t=", " =C3=A9;Zo=C3=", " =AB"],
    ["UTF-8, lines that go on with a blank of their own", "utf-8", "=C3=89t=", "=C3=A9;Zo=", "=C3=AB"],
    ["Latin 1, as Outlook writes it", "ISO-8859-1", "=C9t=E9;Zo=EB"],
    ["Windows 1252", '"windows-1252"', "=C9t=E9;Zo=EB"],
    ["an encoding that nobody knows", "x-none", "=C9t=E9;Zo=EB"],
    ["letters that were left as they are", "UTF-8", "Ét=C3=A9;Zoë"],
  ])("vCards in quoted-printable: %s", async (_, charset, ...value) => {
    const text = card(`N;CHARSET=${charset};ENCODING=QUOTED-PRINTABLE:${value.join("\r\n")}`, "EMAIL:z@example.org");
    expect(await clientsIn(text, 7)).toMatchObject({ clients: [{ firstName: "Zoë", lastName: "Été" }], errors: [] });
  });

  it("vCards in quoted-printable keep the blank with which a line goes on", async () => {
    const text = card("N:Roy", "NOTE;ENCODING=QUOTED-PRINTABLE:un=", "e ligne=0Aqui va=", " loin");
    expect(await clientsIn(text, 7)).toMatchObject({ clients: [{ note: "une ligne\nqui va loin" }], errors: [] });
  });
});

describe("a file that holds no list that can be read is refused with what to do", () => {
  it.each([
    ["pdf", Buffer.from("%PDF-1.7\n%âãÏÓ")],
    ["binary-workbook", zipOf({ "xl/workbook.bin": "x" })],
    ["numbers", zipOf({ "Index/Document.iwa": "x" })],
    ["packed", zipOf({ "subscribed_members_export.csv": "Email Address\n" })],
    ["packed", Buffer.from([0x1f, 0x8b, 8, 0])],
    ["old-workbook", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1])],
    ["not-a-list", Buffer.from("{\\rtf1\\ansi Clients}")],
    ["not-a-list", Buffer.from('[{"name": "Noémie"}]')],
    ["not-a-list", Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
  ])("%s", async (code, bytes) => {
    const error = await openFile(inPieces(bytes, 3)).catch((reason) => reason);
    expect(error).toMatchObject({ code });
    expect(await error.in("fr")).toMatch(/(?:enregistrez|exportez|décompressez)/);
  });
});
