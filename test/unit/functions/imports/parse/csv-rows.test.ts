import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { csvRows } from "../../../../../functions/imports/parse/csv-rows.ts";
import { readHead } from "../../../../../functions/imports/parse/separator.ts";
import { gather, inPieces } from "../../../../support/chunks.ts";

const rowsOf = async (text: string, size = 7) =>
  (await gather(csvRows(inPieces(text, size)))).map(({ row, cells }) => [row, ...cells]);

describe("the separator", () => {
  it.each([
    ["a;b;c\n", ";"],
    ["a,b,c\n", ","],
    ["a\tb\n", "\t"],
    ["a|b|c\n", "|"],
    ['"a,b,c";d\n', ";"],
    ['"a ""x;y;z""",b\n', ","],
    ["a\n1;2\n", ","],
    ["\r\na;b\r\n", ";"],
    ["sep=|\r\na;b|c;d;e\n", "|"],
  ])("of %j is %j", (text, separator) => expect(readHead(text).separator).toBe(separator));
});

describe("the rows of a CSV file", () => {
  it("are numbered by record, whatever lines they take, blank ones counted", async () => {
    expect(await rowsOf('a;b\r\n"1\n2";3\r\n\r\n;\r\n4;5')).toEqual([
      [1, "a", "b"],
      [2, "1\n2", "3"],
      [5, "4", "5"],
    ]);
  });

  it("may end in different ways", async () => {
    expect(await rowsOf("a;b\r\n1;2\n3;4\r5;6", 1)).toEqual([
      [1, "a", "b"],
      [2, "1", "2"],
      [3, "3", "4"],
      [4, "5", "6"],
    ]);
  });

  it("may follow a line that names the separator", async () => {
    for (const size of [1, 6, 100])
      expect(await rowsOf("sep=|\r\na;x|b\r\n1|2\r\n", size)).toEqual([
        [1, "a;x", "b"],
        [2, "1", "2"],
      ]);
  });

  it("may be longer or shorter than the header", async () => {
    expect(await rowsOf("a,b\n1\n1,2,3\n")).toEqual([
      [1, "a", "b"],
      [2, "1"],
      [3, "1", "2", "3"],
    ]);
  });

  it("keep quotation marks that quote nothing", async () => {
    expect(await rowsOf('a;b\n5" pipe;dit "Jo" ici\n')).toEqual([
      [1, "a", "b"],
      [2, '5" pipe', 'dit "Jo" ici'],
    ]);
  });

  it.each([
    ['"Nom", "Courriel"\n"Roy, Ana", "a@example.org"\n', ["Roy, Ana", "a@example.org"]],
    ['Nom;  "Note";Ville\nRoy;  "dit ""oui""; demain";Laval\n', ["Roy", 'dit "oui"; demain', "Laval"]],
    ['Nom\t "Note"\tVille\nRoy\t "1\n2"\t\n', ["Roy", "1\n2", ""]],
    ['Nom, "Note"\nRoy, 5" et "grand" tuyau\n', ["Roy", '5" et "grand" tuyau']],
    ['Nom,Note\nRoy, "grand" tuyau\n', ["Roy", ' "grand" tuyau']],
    ['Nom,Note\nRoy, "\n', ["Roy", ' "']],
  ])("may have blanks before their quotation marks: %j", async (text, cells) => {
    for (const size of [1, 7, 100]) expect((await rowsOf(text, size)).at(-1)?.slice(1)).toEqual(cells);
  });

  it("bring the row as it stands in the file", async () => {
    const [, second] = await gather(csvRows(inPieces('a;b\r\n"x ""y""";2\r\n', 5)));
    expect(second?.original).toBe('"x ""y""";2');
  });

  it("stop with the record where a quotation mark is never closed", async () => {
    await expect(rowsOf('a;b\n1;2\n"3;4\n5;6\n')).rejects.toMatchObject({ code: "quote-not-closed", row: 3 });
    await expect(rowsOf(`a;b\n"${"x;y\n".repeat(400_000)}`, 65_536)).rejects.toMatchObject({ code: "record-too-long" });
  });

  it("are none in an empty file", async () => expect(await rowsOf("")).toEqual([]));

  it("pass on what went wrong in reading", async () => {
    async function* broken() {
      yield "a,b\n1,2\n";
      throw new Error("the connection was lost");
    }
    await expect(gather(csvRows(broken()))).rejects.toThrow("the connection was lost");
  });

  it("close their source when nobody reads on", async () => {
    let closed = false;
    async function* endless() {
      try {
        for (;;) yield "1,2\n".repeat(100);
      } finally {
        closed = true;
      }
    }
    for await (const { row } of csvRows(endless())) if (row > 500) break;
    await expect.poll(() => closed).toBe(true);
  });

  const cell = fc.string({ unit: fc.constantFrom("a", "é", '"', ";", "\n", " ", "=", "'"), maxLength: 8 });
  const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 });

  test.prop([table, fc.integer({ min: 1, max: 40 })])("are those that were written", async (written, size) => {
    const text = [["x", "y", "z"], ...written]
      .map((cells) => cells.map((value) => `"${value.replaceAll('"', '""')}"`).join(";"))
      .join("\r\n");
    const read = await gather(csvRows(inPieces(text, size)));
    const filled = written.filter((cells) => cells.some((value) => value.trim() !== ""));
    expect(read.slice(1).map(({ cells }) => cells)).toEqual(filled);
  });

  it("of a file of 100,000 are read without reading ahead of them", async () => {
    let [sent, received, most] = [0, 0, 0];
    async function* written() {
      yield "Nom;Prénom;Note\n";
      for (let row = 0; row < 100_000; row += 100) {
        const text = `Côté;Noémie ${row};"Ligne 1\nLigne 2"\n`.repeat(100);
        sent += text.length;
        yield text;
      }
    }
    const before = process.memoryUsage().heapUsed;
    let highest = 0;
    for await (const { row, original } of csvRows(written())) {
      received += original.length + 1;
      most = Math.max(most, sent - received);
      if (row % 5_000 === 0) highest = Math.max(highest, process.memoryUsage().heapUsed - before);
    }
    expect(received).toBeGreaterThan(3_500_000);
    expect(most).toBeLessThan(400_000);
    expect(highest).toBeLessThan(150 * 1_048_576);
  }, 60_000);
});
