import { globSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { AppError, problems } from "../../../../shared/errors.ts";
import { type FrenchSentences, french, inFrench } from "../../../../shared/http/in-french.ts";
import { problemAnswer } from "../../../../shared/http/problem.ts";
import { aRoute } from "../../../support/a-route.ts";
import { httpEvent } from "../../../support/call.ts";
import { sentencesOfRefusals } from "../../../support/sentences.ts";

const root = resolve(import.meta.dirname, "../../../..");

const problemIn = async (error: unknown, language?: string) => {
  const event = httpEvent(aRoute(), { headers: language === undefined ? {} : { "Accept-Language": language } });
  const { headers, body } = await problemAnswer(error, event);
  return { language: headers["content-language"], ...JSON.parse(body) };
};

const conflict = new AppError("conflict", "Only a draft can be sent; this campaign is paused.");

describe("a refusal", () => {
  it.each(["fr", "fr-CA", "fr-BE,en;q=0.8", "de, fr;q=0.5, en;q=0.4", "FR-ca"])("is in French for %s", async (tag) => {
    expect(await problemIn(conflict, tag)).toMatchObject({
      language: "fr",
      title: "Conflit avec l'état actuel",
      detail: "Seul un brouillon peut être envoyé\u00a0; cette campagne est à l'état paused.",
    });
  });

  it.each([undefined, "en", "de", "en-CA, fr-CA;q=0.5", "", ";;;", "*", "nl-BE"])(
    "is in English for %s",
    async (tag) => {
      expect(await problemIn(conflict, tag)).toMatchObject({ language: "en", detail: conflict.message });
    },
  );

  it("says each mistake in the caller's language", async () => {
    const errors = [{ pointer: "/email", message: "Not an e-mail address" }];
    const refusal = new AppError("validation-failed", "Not an e-mail address", { errors });
    const said = async (tag: string) => (await problemIn(refusal, tag)).errors[0].message;
    expect(await said("fr-CA")).toBe("Ce n'est pas une adresse courriel");
    expect(await said("fr-BE")).toBe("Ce n'est pas une adresse e-mail");
    expect(await said("en")).toBe("Not an e-mail address");
  });

  it("is said by the feature that refuses, where nobody else does", async () => {
    const own = async () => ({ "A reminder was {} times moved.": "Le rappel a été déplacé {} fois." });
    const event = httpEvent(aRoute(), { headers: { "Accept-Language": "fr-CA" } });
    const { body } = await problemAnswer(new AppError("conflict", "A reminder was 3 times moved."), event, own);
    expect(JSON.parse(body).detail).toBe("Le rappel a été déplacé 3 fois.");
  });

  it("says nothing of the cause of an error of ours", async () => {
    expect(await problemIn(new Error("a secret"), "fr")).toMatchObject({ status: 500, language: "fr" });
    expect(JSON.stringify(await problemIn(new Error("a secret"), "fr"))).not.toContain("secret");
  });
});

/** What each feature says itself, by its name. */
const ownFrench = new Map<string, FrenchSentences>();
for (const file of globSync("functions/*/french.ts", { cwd: root })) {
  const exported: { french: FrenchSentences } = await import(resolve(root, file));
  ownFrench.set(file.split("/")[1] ?? "", exported.french);
}

describe("the French of refusals", () => {
  const titles = Object.values(problems).map(({ title }) => title);
  const known = (sentence: string, file: string): boolean => {
    const own = ownFrench.get(file.split("/")[1] ?? "") ?? {};
    return sentence in own || french.has(sentence) || inFrench(sentence, "ca", own) !== sentence;
  };

  it("has every title, and every sentence of the sources: add what is missing to the feature's french.ts, or to shared/http/french", () => {
    const missing = [...sentencesOfRefusals()].filter(([sentence, file]) => !known(sentence, file));
    expect([...titles.filter((title) => !french.has(title)), ...missing.map((each) => each.toReversed())]).toEqual([]);
  });

  it("fills the same gaps as the English", () => {
    const gaps = (text: string) => text.split("{}").length;
    const all = [...french, ...[...ownFrench.values()].flatMap((own) => Object.entries(own))];
    expect(all.filter(([english, translated]) => gaps(english) !== gaps(translated))).toEqual([]);
  });

  it("puts values in their places, whatever they hold", () => {
    expect(inFrench("The body may hold 1048576 bytes, this one has $& (x).", "ca")).toBe(
      "Le corps peut compter 1048576 octets, celui-ci en a $& (x).",
    );
    expect(inFrench("Send Content-Type: application/json or application/merge-patch+json, not a/b.", "be")).toMatch(
      / ou /,
    );
    expect(inFrench("Nothing that we know", "ca")).toBe("Nothing that we know");
  });
});
