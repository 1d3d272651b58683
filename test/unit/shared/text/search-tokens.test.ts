import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { fold } from "../../../../shared/text/fold.ts";
import { queryTokens } from "../../../../shared/text/search-query.ts";
import { MOST_TOKENS, type Searchable, tokensOf } from "../../../../shared/text/search-tokens.ts";
import { TOKEN_LENGTH } from "../../../../shared/text/token.ts";

const text = (value: string): Searchable => ({ kind: "text", value });
const name = fc
  .array(fc.string({ unit: fc.constantFrom("a", "b", "é", "L", "ø", "1"), minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((words) => words.join(" "));

const finds = (values: readonly Searchable[], typed: string, region = "CA"): boolean => {
  const query = queryTokens(typed);
  const tokens = tokensOf(values, region);
  return query.kind === "prefix" && query.prefixes.some((prefix) => tokens.some((token) => token.startsWith(prefix)));
};

const noemie: Searchable[] = [
  text("Noémie Côté"),
  { kind: "email", value: "N.Cote@garage-cote.example" },
  { kind: "phone", value: "+15145551212" },
  { kind: "exact", value: "VIN-2HG 41" },
];

describe("a client is found", () => {
  it.each([
    "no",
    "noemie",
    "NOÉMIE",
    "cote",
    "noemie cote",
    "cote noemie",
    "Côté, Noémie",
    "noemie c",
    "n.cote@garage-cote.example",
    "n.cote",
    "garage-cote.example",
    "514",
    "514 555",
    "(514) 555-1212",
    "514.555.12",
    "5145551212",
    "+1 514 55",
    "1-514-555-1212",
    "vin-2hg 41",
    "vin2hg41",
    "VIN2",
  ])("by %s", (typed) => expect(finds(noemie, typed)).toBe(true));

  it.each(["emie", "cotes", "555 1212", "noemie cotes", "2hg", "example"])("but not by %s", (typed) =>
    expect(finds(noemie, typed)).toBe(false),
  );

  it.each([
    [
      "Annelies Van den Berghe",
      ["van den berghe", "berghe", "annelies berghe", "berghe annelies", "den berghe annelies"],
    ],
    [
      "Jean-Philippe O'Neill",
      ["jean philippe", "jeanphilippe", "o'neill", "oneill", "neill", "jean neill", "oneill jean"],
    ],
    ["Garage L'Écuyer & fils inc.", ["lecuyer", "ecuyer", "l'ecuyer", "fils inc"]],
    ["Łukasz Œuvrard", ["lukasz", "oeuvrard luk", "Œuv"]],
    ["S.A.R.L. Dupont", ["sarl", "dupont", "sarl dupont"]],
  ])("%s by any of its words", (whole, queries) => {
    for (const typed of queries) expect([typed, finds([text(whole)], typed)]).toEqual([typed, true]);
  });

  it("by a national number with its zero, by the international one with its prefix", () => {
    const phone: Searchable[] = [{ kind: "phone", value: "+32477723217" }];
    for (const typed of ["0477/72", "0477 72 32 17", "+32 477", "+32 (0)477", "0032 477", "32477"]) {
      expect([typed, finds(phone, typed)]).toEqual([typed, true]);
    }
  });

  it("by digits that are no phone", () => {
    expect(finds([text("2024-01 hiver")], "2024-01")).toBe(true);
  });

  test.prop([name], { numRuns: 1_000 })("by any beginning of any of its words, and by its words in turn", (whole) => {
    const words = fold(whole).split(" ");
    for (const [index, word] of words.entries()) {
      const fromHere = [...words.slice(index), ...words.slice(0, index)].join(" ");
      for (const typed of [word, word.slice(0, 3), fromHere]) {
        if (typed.trim().length > 1) expect([typed, finds([text(whole)], typed)]).toEqual([typed, true]);
      }
    }
  });
});

describe("tokens", () => {
  it("leave out those that others begin with", () => {
    expect(tokensOf([text("Noémie Côté")])).toEqual(["noemie cote", "cote noemie"]);
  });

  it("leave out mail domains that everybody shares", () => {
    expect(tokensOf([{ kind: "email", value: "noemie@gmail.com" }])).toEqual(["noemie gmail com"]);
  });

  it("hold the international and the national digits of a phone", () => {
    expect(tokensOf([{ kind: "phone", value: "0477/72.32.17" }], "BE")).toEqual(["32477723217", "0477723217"]);
  });

  it("of whole values come first when there are too many", () => {
    const tokens = tokensOf([
      text("a1 b1 c1 d1 e1 f1 g1 h1"),
      text("i1 j1 k1 l1 m1 n1 o1 p1"),
      text("q1 r1 s1 t1 u1 v1 w1 x1"),
    ]);
    expect(tokens).toHaveLength(MOST_TOKENS);
    expect(tokens.slice(0, 3)).toEqual([
      "a1 b1 c1 d1 e1 f1 g1 h1",
      "i1 j1 k1 l1 m1 n1 o1 p1",
      "q1 r1 s1 t1 u1 v1 w1 x1",
    ]);
  });

  const searchable = fc.record({
    kind: fc.constantFrom("text", "phone", "email", "exact"),
    value: fc.string({ unit: "grapheme", maxLength: 200 }),
  }) satisfies fc.Arbitrary<Searchable>;

  test.prop([fc.array(searchable, { maxLength: 12 })])("are distinct, few, short and never empty", (values) => {
    const tokens = tokensOf(values, "CA");
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(tokens.length).toBeLessThanOrEqual(MOST_TOKENS);
    for (const token of tokens) {
      expect(token.length).toBeGreaterThan(0);
      expect(token.length).toBeLessThanOrEqual(TOKEN_LENGTH);
      expect(token).toBe(token.trim());
    }
  });
});

describe("a query", () => {
  it("of one letter is answered by the alphabetical list", () => {
    expect(queryTokens("É")).toEqual({ kind: "letter", letter: "e" });
    expect(queryTokens("(5")).toEqual({ kind: "letter", letter: "5" });
  });

  it.each(["", "  ", "?!", "+", "()"])("of nothing (%s) looks for nothing", (typed) => {
    expect(queryTokens(typed)).toEqual({ kind: "nothing" });
  });

  it("of separated digits looks for a phone and for the text it may be", () => {
    expect(queryTokens("514 555")).toMatchObject({ kind: "prefix", prefixes: ["514555", "514 555"] });
    expect(queryTokens("5145551212")).toMatchObject({ kind: "prefix", prefixes: ["5145551212"] });
  });

  it("longer than ten characters finds the exact match", () => {
    expect(finds([text("Verschueren")], "Verschueren")).toBe(true);
    expect(finds([text("x".repeat(80))], "x".repeat(80))).toBe(true);
    expect(finds([text("Verschueren")], "Verschuerens")).toBe(false);
  });

  test.prop([fc.string({ unit: "grapheme", maxLength: 200 })])(
    "never has a prefix that names no partition",
    (typed) => {
      const query = queryTokens(typed);
      if (query.kind === "prefix") for (const prefix of query.prefixes) expect(prefix.length).toBeGreaterThan(1);
    },
  );
});
