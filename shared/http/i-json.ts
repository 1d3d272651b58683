import { AppError } from "../errors.ts";

/** Nothing that the API takes is as deep; what walks a body may call itself. */
const MOST_LEVELS = 64;

/**
 * JSON as programs agree on what it says (I-JSON, RFC 7493): no name twice in an object, no number that a double cannot
 * hold, no text with halves of characters.
 * @throws AppError `malformed-json`
 */
export const parseIJson = (raw: string): unknown => {
  const parsed = parse(raw);
  if (mayHoldNoText(raw) && HOLDS_NO_TEXT.test(JSON.stringify(parsed)))
    throw malformed("Text may not hold U+FFFE, U+FFFF or half of a surrogate pair.");
  if (countNames(parsed, 1) !== countWrittenNames(raw)) throw malformed("A name stands twice in the same object.");
  return parsed;
};

const malformed = (sentence: string): AppError => new AppError("malformed-json", sentence);

const parse = (raw: string): unknown => {
  try {
    return JSON.parse(raw);
  } catch (error) {
    const place = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    throw malformed(
      place === undefined ? "The JSON ends too early." : `The JSON cannot be read from character ${place} on.`,
    );
  }
};

/**
 * What is no character and I-JSON forbids (section 2.1): SQS takes no message with it, so what follows from a change would
 * never happen. The first looks at the body as it came, whether it is worth looking closer: emoji are often escaped by
 * halves. `stringify` writes a half that is alone as `\ud800`.
 */
const mayHoldNoText = (raw: string): boolean => NO_CHARACTER.test(raw) || (raw.includes("\\u") && ESCAPED.test(raw));
const NO_CHARACTER = /[\uFFFE\uFFFF]/;
const ESCAPED = /\\u(?:[dD][89a-fA-F]|[fF]{3}[eEfF])/;
const HOLDS_NO_TEXT = /[\uFFFE\uFFFF]|(?<!\\)(?:\\\\)*\\ud[89a-f]/;

/** How many members all objects have together, once parsed. */
const countNames = (value: unknown, level: number): number => {
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw malformed("A number is larger than a double can hold.");
    if (Number.isInteger(value) && !Number.isSafeInteger(value))
      throw malformed("A whole number is beyond 2^53 - 1, where doubles are no longer exact.");
    return 0;
  }
  if (typeof value !== "object" || value === null) return 0;
  if (level > MOST_LEVELS) throw malformed(`The JSON is nested more than ${MOST_LEVELS} levels deep.`);
  if (Array.isArray(value)) return value.reduce<number>((count, item) => count + countNames(item, level + 1), 0);
  let count = 0;
  // Every request with a body comes by here; what was parsed inherits nothing that can be enumerated.
  const members = value as Record<string, unknown>;
  for (const name in members) {
    const member = members[name];
    count += typeof member === "string" ? 1 : 1 + countNames(member, level + 1);
  }
  return count;
};

const BACKSLASH = 0x5c;
const COLON = 0x3a;
const SPACE = 0x20;

/** How many were written: texts that a colon follows. A name that stands twice is lost when it is parsed. */
const countWrittenNames = (raw: string): number => {
  let count = 0;
  for (let begins = raw.indexOf('"'); begins >= 0; ) {
    let at = endOfText(raw, begins);
    while (raw.charCodeAt(at + 1) <= SPACE) at++;
    if (raw.charCodeAt(at + 1) === COLON) count++;
    begins = raw.indexOf('"', at + 1);
  }
  return count;
};

/** Where the quote stands that ends a text: one before which no backslash stands, or an even number of them. */
const endOfText = (raw: string, begins: number): number => {
  for (let at = raw.indexOf('"', begins + 1); ; at = raw.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (raw.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at;
  }
};
