import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { everyKind, everyMail, everySample } from "../../../support/every-mail.ts";

const languages = ["fr-CA", "fr-BE", "en-CA"] as const;
const mails = languages.flatMap((language) =>
  Object.entries(everyMail(language)).map(([name, mail]) => ({ name, language, mail })),
);

/** What mailboxes leave of an e-mail whose styles they do not understand. */
const withoutStyles = (html: string): string =>
  html.replace(/<style>[\s\S]*?<\/style>/g, "").replace(/ (?:style|class)="[^"]*"/g, "");

const wordsOf = (html: string): string =>
  withoutStyles(html)
    .replace(/<head>[\s\S]*?<\/head>/, "")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ");

describe.each(mails)("the e-mail “$name” in $language", ({ language, mail: { html, text, subject } }) => {
  it("says in its plain text all that its HTML says", () => {
    const said = wordsOf(html);
    for (const line of text.split("\n")) {
      const words = line
        .replace(/^(?:- |> |\d+\. )/, "")
        .replace(/:$/, "")
        .trim();
      if (words === "--" || /^https?:/.test(words)) continue;
      expect(said).toContain(words.replace(/\s+/g, " "));
    }
    for (const [, address = ""] of html.matchAll(/href="(https?:[^"]+)"/g))
      expect(text).toContain(address.replaceAll("&amp;", "&"));
  });

  it("stands on tables and inline styles, with colours that Outlook knows", () => {
    const bare = html.replace(/<style>[\s\S]*?<\/style>/, "");
    expect(bare).not.toMatch(/<(?:script|link|form|iframe|svg|video|object)\b/i);
    expect(bare).not.toMatch(/\b(?:display:(?:flex|grid)|position:|float:)/);
    expect(bare.match(/<table\b/g)?.length).toBe(bare.match(/<\/table>/g)?.length);
    for (const [table] of bare.matchAll(/<table\b[^>]*>/g)) expect(table).toContain('role="presentation"');
    for (const [cell, background] of bare.matchAll(/<(?:td|table|body)\b[^>]*[^-]background:(#\w+)[^>]*>/g))
      expect(cell).toContain(`bgcolor="${background}"`);
    for (const [image] of bare.matchAll(/<img\b[^>]*>/g)) expect(image).toMatch(/alt="[^"]+" (?:width|height)="\d+"/);
  });

  it("shows who writes: logo, colour, postal address, number and site, and says the words of its country", () => {
    expect(html).toMatch(
      /<img class="logo" src="https:\/\/pages\.example\/i\/[^"]+" alt="(?:Garage Boréal|Atelier Meuse)"/,
    );
    expect(html).toContain(`border-top:4px solid ${language === "fr-BE" ? "#f5c400" : "#1d6b52"}`);
    expect(html).toMatch(/<a href="tel:\+\d+"/);
    const shown = {
      "fr-CA": "514\u00a0555-0100",
      "fr-BE": "04\u00a0221\u00a012\u00a012",
      "en-CA": "(514)\u00a0555-0100",
    };
    for (const part of [shown[language], language === "fr-BE" ? "4000 Liège" : "Mélèzes"]) {
      expect(html).toContain(part);
      expect(text).toContain(part);
    }
    if (language === "fr-BE") expect(`${subject} ${text}`).not.toMatch(/courriel|texto|infonuagique/i);
    if (language !== "en-CA") expect(text).not.toMatch(/\bde Atelier|\bque Atelier|à vous seul|Raison/);
  });

  it("is not cut off by Gmail, names its language and has a subject of one line", () => {
    expect(Buffer.byteLength(html)).toBeLessThan(102_000);
    expect(html).toContain(`<html lang="${language}">`);
    expect(subject).toMatch(/^[^\r\n{}]{5,200}$/);
    expect(text).not.toMatch(/<\/?[a-z]+>|\{\{|undefined|NaN/);
  });
});

describe("the kinds of e-mails that features declare", () => {
  const root = resolve(import.meta.dirname, "../../../..");
  const textOf = (file: string) => readFileSync(resolve(root, file), "utf8");
  const names = everyKind.map(({ name }) => name as string);

  it("have a name of their own each, which the provider takes as a tag", () => {
    expect(names.length).toBeGreaterThan(12);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z_]{1,64}$/);
  });

  it("have a sample each, and there are samples of no other", () => {
    expect(Object.keys(everySample).toSorted()).toEqual(names.toSorted());
    for (const [kind, samples] of Object.entries(everySample)) expect(Object.keys(samples), kind).not.toEqual([]);
  });

  it("are shown by every file that writes an e-mail", () => {
    const writers = globSync("functions/**/*.ts", { cwd: root }).filter((file) => textOf(file).includes("renderMail("));
    expect(writers.length).toBeGreaterThan(5);
    const isShown = (file: string) => {
      const [, feature = "", ...path] = file.split("/");
      return textOf(`functions/${feature}/mail-samples.ts`).includes(`"./${path.join("/")}"`);
    };
    expect(writers.filter((file) => !isShown(file))).toEqual([]);
  });
});
