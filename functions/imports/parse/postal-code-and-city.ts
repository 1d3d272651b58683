const CODE = String.raw`[A-Z]\d[A-Z]\s?\d[A-Z]\d|(?:[A-Z]{1,2}\s?-\s?)?\d{4,5}(?:-\d{4})?`;
const CODE_FIRST = new RegExp(String.raw`^(${CODE})[\s,]+(.+)$`, "i");
const CITY_FIRST = new RegExp(String.raw`^(.+?)[\s,]+\(?(${CODE})\)?$`, "i");
const CODE_ALONE = new RegExp(`^(?:${CODE})$`, "i");

/** What a cell of both says: `4000 Liège`, `H2X 1Y4 Montréal`, `Montréal (H2X 1Y4)`. */
export const postalCodeAndCity = (text: string): { postalCode?: string; city?: string } => {
  const [, code, city] = CODE_FIRST.exec(text) ?? [];
  if (code && city) return { postalCode: code, city };
  const [, place, after] = CITY_FIRST.exec(text) ?? [];
  if (place && after) return { city: place, postalCode: after };
  return CODE_ALONE.test(text) ? { postalCode: text } : { city: text };
};
