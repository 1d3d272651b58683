import { describe, expect, it } from "vitest";
import type { WorkbookLimits } from "../../../../../functions/imports/parse/xlsx-rows.ts";
import { xlsxSheets } from "../../../../../functions/imports/parse/xlsx-rows.ts";
import { gather } from "../../../../support/chunks.ts";
import { type TestCell, type TestWorkbook, workbookOf, zipOf } from "../../../../support/workbook.ts";

/** The rows of the first sheet. */
async function* xlsxRows(bytes: Uint8Array, limits?: WorkbookLimits) {
  const [first] = await xlsxSheets(bytes, limits);
  if (first) yield* first;
}

const rowsOf = async (workbook: TestWorkbook, limits?: WorkbookLimits) =>
  (await gather(xlsxRows(workbookOf(workbook), limits))).map(({ row, cells }) => [row, ...cells]);
const textOf = async (cell: TestCell, workbook: Partial<TestWorkbook> = {}) =>
  (await rowsOf({ rows: [[cell]], ...workbook }))[0]?.[1];

describe("the rows of a workbook", () => {
  it("are its cells as text, with the row numbers of the spreadsheet", async () => {
    const rows = [["Nom", "Cellulaire"], ["Noémie Côté & fils <inc.>", 5145551212], [], [undefined, "0477/72.32.17"]];
    expect(await rowsOf({ rows })).toEqual([
      [1, "Nom", "Cellulaire"],
      [2, "Noémie Côté & fils <inc.>", "5145551212"],
      [4, "", "0477/72.32.17"],
    ]);
  });

  it.each([
    [5145551212, "5145551212"],
    [15145551212, "15145551212"],
    [7.5, "7.5"],
    [-73.69281, "-73.69281"],
    [0, "0"],
  ])("hold the number %d as %s", async (number, text) => expect(await textOf(number)).toBe(text));

  it.each([
    ["yyyy\\-mm\\-dd", 45_292, "2024-01-01"],
    ["d mmmm yyyy", 1, "1900-01-01"],
    ["dd/mm/yy hh:mm", 45_292.75, "2024-01-01T18:00:00"],
    ["[h]:mm", 0.5, "12:00:00"],
    ['[$-fr-CA]d" de l\'an "yyyy;@', 61, "1900-03-01"],
    ["0.0%", 0.075, "7.5%"],
    ["0%", 0.07, "7%"],
    ["00000", 1000, "01000"],
    ['#,##0.00" days"', 12, "12"],
    ["[Red]0.00", 12.5, "12.5"],
    ["General", 3, "3"],
  ])("read the format %s of %d as %s", async (format, number, text) => {
    expect(await textOf({ number, style: 1 }, { formats: [format] })).toBe(text);
  });

  it("know the formats that need no name, and the dates of old Macintosh workbooks", async () => {
    expect(await textOf({ number: 45_292, style: 1 })).toBe("2024-01-01");
    expect(await textOf({ number: 0.075, style: 2 })).toBe("7.5%");
    expect(await textOf({ number: 41_763, style: 1 }, { epoch1904: true })).toBe("2018-05-05");
  });

  it.each([
    ['<c r="A1" t="inlineStr"><is><t>Noémie</t></is></c>', "Noémie"],
    ['<c r="A1" t="inlineStr"><is><r><t>Noé</t></r><r><t>mie</t></r><rPh><t>ノエミ</t></rPh></is></c>', "Noémie"],
    ['<c r="A1" t="str"><f>A2&amp;"x"</f><v>Côté</v></c>', "Côté"],
    ['<c r="A1" t="b"><v>1</v></c>', "true"],
    ['<c r="A1" t="e"><v>#N/A</v></c>', "#N/A"],
    ['<c r="A1" t="d"><v>2024-01-01</v></c>', "2024-01-01"],
    ['<c t="str"><v>a_x000D_b</v></c>', "a\rb"],
    ['<x:c r="A1" t="str"><x:v><![CDATA[a<b]]></x:v></x:c>', "a<b"],
    ['<c r="A1"><f>A2+1</f><v></v></c>', "#FORMULA!"],
    ['<c r="A1" s="1"><f>A2+1</f></c>', "#FORMULA!"],
    ['<c r="A1" t="str"><f>A2&amp;""</f><v></v></c>', undefined],
    ['<!-- <c r="A1"><v>9</v></c> --><c r="A1"><v>8</v></c>', "8"],
  ])("read %s as %s", async (xml, text) => expect(await textOf({ xml })).toBe(text));

  it("come from the first sheet that is shown and has cells", async () => {
    expect(await rowsOf({ rows: [["Nom"]], before: ["hidden", "chart"] })).toEqual([[1, "Nom"]]);
  });

  it("are refused when there are too many texts to hold, or too much to unpack", async () => {
    const rows = Array.from({ length: 2_000 }, (_, row) => [`un texte assez long pour compter ${row}`]);
    await expect(rowsOf({ rows }, { stringBytes: 20_000 })).rejects.toMatchObject({ code: "workbook-too-large" });
    await expect(rowsOf({ rows }, { unpackedBytes: 50_000 })).rejects.toMatchObject({ code: "workbook-too-large" });
  });

  it.each([
    ["what is no archive", Buffer.from("PK\x03\x04 but nothing more than that, really nothing")],
    ["an archive of something else", zipOf({ "word/document.xml": "<document/>" })],
    ["half a workbook", workbookOf({ rows: [["Nom"]] }).subarray(0, 900)],
  ])("are refused in %s", async (_, bytes) => {
    await expect(gather(xlsxRows(bytes))).rejects.toMatchObject({ code: "not-a-workbook" });
  });

  it("are refused when their bytes were damaged, without crashing", async () => {
    const sound = workbookOf({ rows: Array.from({ length: 200 }, (_, row) => [`Client ${row}`, row]) });
    for (let at = 30; at < sound.length; at += 97) {
      const damaged = Buffer.from(sound);
      damaged.fill(0xff, at, at + 8);
      const outcome = await gather(xlsxRows(damaged)).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome.name).toBe("ImportFileError");
    }
  });

  it("of 30,000 are read while they are unpacked", async () => {
    const rows = Array.from({ length: 30_000 }, (_, row) => [
      `Client ${row}`,
      5145550000 + row,
      45.5,
      "Préfère le matin",
    ]);
    const bytes = workbookOf({ rows: [["Nom", "Cellulaire", "Latitude", "Note"], ...rows] });
    const before = process.memoryUsage().heapUsed;
    let [count, highest] = [0, 0];
    for await (const { row } of xlsxRows(bytes)) {
      count += 1;
      if (row % 2_000 === 0) highest = Math.max(highest, process.memoryUsage().heapUsed - before);
    }
    expect(count).toBe(30_001);
    expect(highest).toBeLessThan(100 * 1_048_576);
  }, 60_000);
});
