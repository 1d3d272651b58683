/** Signs, and letters with an accent, by their names in HTML: `&amp;`, `&eacute;`, `&#039;`, `&#xE9;`. */
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z])(acute|grave|circ|uml|cedil|tilde)|([a-z]{2,6}));/gi;

const MARKS: Readonly<Record<string, string>> = {
  acute: "\u0301",
  grave: "\u0300",
  circ: "\u0302",
  uml: "\u0308",
  cedil: "\u0327",
  tilde: "\u0303",
};
const SIGNS: Readonly<Record<string, string>> = {
  ...{ amp: "&", quot: '"', apos: "'", lt: "<", gt: ">", nbsp: "\u00a0", euro: "€", deg: "°" },
  ...{
    rsquo: "’",
    lsquo: "‘",
    rdquo: "”",
    ldquo: "“",
    laquo: "\u00ab",
    raquo: "»",
    ndash: "–",
    mdash: "—",
    hellip: "…",
  },
  ...{ oelig: "œ", OElig: "Œ", aelig: "æ", AElig: "Æ", szlig: "ß" },
};

/** Some programs write the cells of a list as they would a web page: `L&#039;Atelier &amp; Fils` is L'Atelier & Fils. */
export const withoutEntities = (cell: string): string =>
  cell.includes("&")
    ? cell.replace(ENTITY, (written, decimal?: string, hex?: string, letter?: string, mark = "", name = "") => {
        if (letter) return letterWith(letter, mark) ?? written;
        if (decimal) return characterOf(Number(decimal)) ?? written;
        if (hex) return characterOf(Number.parseInt(hex, 16)) ?? written;
        return (Object.hasOwn(SIGNS, name) ? SIGNS[name] : undefined) ?? written;
      })
    : cell;

/** One letter, or none: HTML has no `&qacute;`. */
const letterWith = (letter: string, mark: string): string | undefined => {
  const whole = `${letter}${MARKS[mark.toLowerCase()]}`.normalize("NFC");
  return whole.length === 1 ? whole : undefined;
};

const characterOf = (code: number): string | undefined =>
  code >= 0x20 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : undefined;
