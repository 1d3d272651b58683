import { describe, expect, it } from "vitest";
import { fileReasons, fileSentence, rowReasons, rowSentence, stopped } from "../../../../functions/imports/words.ts";

const reasons = Object.entries({ ...fileReasons, ...rowReasons, stopped });
const marksIn = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(([mark]) => mark).sort();

describe("what an import says of its mistakes", () => {
  it.each(reasons)("is said in two languages: %s", (_, { fr, en }) => {
    expect(fr).toMatch(/^[A-ZÀÉ].{20,}\.$/s);
    expect(en).toMatch(/^[A-Z].{20,}\.$/s);
    expect(fr).not.toBe(en);
    expect(marksIn(fr)).toEqual(marksIn(en));
  });

  it("is said once: no two reasons share a sentence", () => {
    for (const language of ["fr", "en"] as const)
      expect(new Set(reasons.map(([, words]) => words[language])).size).toBe(reasons.length);
  });

  it.each(Object.entries({ ...fileReasons, ...rowReasons }))("says what to do about it: %s", (_, { fr, en }) => {
    // An order to the reader, or what the place takes.
    expect(fr).toMatch(/\p{L}ez\b|attend |au plus|doit /u);
    expect(en).toMatch(
      /\b(?:write|correct|empty|give|put|fill|upload|begin|close|take|takes|open|save|tell|import|must|at most)\b/i,
    );
  });

  it("names what it is given, as it was written", () => {
    const problem = { kind: "choice", field: "Couleur {x}", options: "rouge, bleu {field}" } as const;
    expect(rowSentence(problem, "fr")).toContain("rouge, bleu {field}.");
    expect(rowSentence(problem, "en")).toContain("“Couleur {x}”");
    expect(rowSentence({ kind: "too-long", longest: 200 }, "fr")).toContain("200 caractères");
  });

  it.each([
    ["fr-BE", "adresse e-mail", "(Nom, E-mail, Téléphone…)"],
    ["fr-FR", "adresse e-mail", "(Nom, E-mail, Téléphone…)"],
    ["fr-CA", "adresse courriel", "(Nom, Courriel, Téléphone…)"],
  ] as const)("speaks %s as its country does, and leaves what it is given alone", (tag, cell, titles) => {
    expect(rowSentence({ kind: "email" }, tag)).toContain(cell);
    expect(fileSentence("no-titles", tag, undefined, ["Courriel"])).toContain(titles);
    expect(rowSentence({ kind: "required", field: "Courriel" }, tag)).toContain("Courriel");
  });

  it("says at which row a file could not be read further", () => {
    expect(fileSentence("quote-not-closed", "fr", 12)).toMatch(
      /retirez-le\. La lecture s’est arrêtée à la ligne 12\.$/,
    );
    expect(fileSentence("quote-not-closed", "en", 12)).toMatch(/take it out\. Reading stopped at row 12\.$/);
  });
});
