type Separator = ";" | "," | "\t" | "|";

/** In the order in which they win a draw. */
const SEPARATORS: readonly Separator[] = [";", ",", "\t", "|"];
/** Spreadsheets honour, and some programs write, a first line that names the separator: `sep=;`. */
const DECLARED = /^sep=(.)(?:\r\n|\n|\r)/i;

interface Head {
  separator: Separator;
  /** Length of a `sep=` line to leave out; it is no record. */
  skip: number;
}

/** Finds out what separates the cells of a file from its beginning: the separator that stands most often in its header. */
export const readHead = (beginning: string): Head => {
  const declaration = DECLARED.exec(beginning);
  const declared = SEPARATORS.find((separator) => separator === declaration?.[1]);
  if (declaration && declared) return { separator: declared, skip: declaration[0].length };
  const header = unquoted(firstRecord(beginning) ?? beginning);
  const counts = SEPARATORS.map((separator) => header.split(separator).length - 1);
  const most = Math.max(...counts);
  return { separator: (most > 0 ? SEPARATORS[counts.indexOf(most)] : undefined) ?? ",", skip: 0 };
};

export const withoutDeclaration = (beginning: string): string => beginning.replace(DECLARED, "");

/** The first record that is not blank, without its end of line; `undefined` while the text may go on within it. */
export const firstRecord = (text: string): string | undefined => {
  let quoted = false;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') quoted = !quoted;
    if (quoted || (character !== "\n" && character !== "\r")) continue;
    if (text.slice(start, i).trim() !== "") return text.slice(start, i);
    start = i + 1;
  }
  return undefined;
};

const unquoted = (header: string): string => header.replace(/"(?:[^"]|"")*"/g, "");
