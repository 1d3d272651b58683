import type { FileRow } from "./imported-client.ts";

/** A page that calls itself a workbook: programs save tables of HTML as `.xls`. Rows are read as they come. */
export async function* htmlRows(text: AsyncIterable<string>): AsyncGenerator<FileRow> {
  let held = "";
  let row = 0;
  for await (const piece of text) {
    held += piece;
    const end = held.toLowerCase().lastIndexOf("</tr");
    if (end < 0) continue;
    for (const cells of rowsIn(held.slice(0, end))) yield { row: ++row, cells, original: cells.join("\t") };
    held = held.slice(end);
  }
  for (const cells of rowsIn(held)) yield { row: ++row, cells, original: cells.join("\t") };
}

const ROW = /<tr\b[^>]*>([\s\S]*?)(?=<tr\b|<\/tr|$)/gi;
const CELL = /<t[dh]\b([^>]*)>([\s\S]*?)(?=<t[dh]\b|<\/t[dh]|$)/gi;

const rowsIn = (html: string): string[][] =>
  [...html.matchAll(ROW)]
    .map(([, row = ""]) =>
      [...row.matchAll(CELL)].flatMap(([, attributes = "", inner = ""]) => {
        const across = Number(/colspan\s*=\s*["']?(\d{1,3})/i.exec(attributes)?.[1] ?? "1");
        return [textOf(attributes, inner), ...Array.from({ length: Math.max(0, across - 1) }, () => "")];
      }),
    )
    .filter((cells) => cells.some((cell) => cell !== ""));

const textOf = (attributes: string, inner: string): string => {
  // Excel keeps the number itself beside how it shows it.
  const number = /x:num\s*=\s*["']?([\d.E+-]+)/i.exec(attributes)?.[1];
  if (number) return number;
  return decoded(
    inner
      .replace(/<!--[\s\S]*?-->/g, "")
      .replace(/\s+/g, " ")
      .replace(/<br\s*\/?>|<\/(?:p|div|li)>/gi, "\n")
      .replace(/<[^>]*>/g, ""),
  )
    .replace(/ ?\n ?/g, "\n")
    .trim();
};

/** Names of the characters 160 to 255, in their order (HTML, section 13.5). */
const LATIN =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml".split(
    " ",
  );
const NAMED: ReadonlyMap<string, string> = new Map([
  ...LATIN.map((name, index): [string, string] => [name, String.fromCharCode(160 + index)]),
  ...Object.entries({ lt: "<", gt: ">", amp: "&", quot: '"', apos: "'", OElig: "Œ", oelig: "œ", euro: "€" }),
  ...Object.entries({ rsquo: "’", lsquo: "‘", ldquo: "“", rdquo: "”", ndash: "–", mdash: "—", hellip: "…" }),
]);

const decoded = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+\d{0,2}));/gi, (whole, hex, decimal, name) => {
    if (name) return NAMED.get(name) ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
