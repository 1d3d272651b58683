import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { wording } from "../../../../functions/campaigns/mail/wording.ts";
import { pausedWords } from "../../../../functions/campaigns/recording/paused-words.ts";
import { requestPage } from "../../../../functions/documents/pages/request-page.ts";
import { requestWords } from "../../../../functions/documents/pages/request-words.ts";
import { sharedDocumentPage } from "../../../../functions/documents/pages/shared-document-page.ts";
import { refusedMail } from "../../../../functions/documents/refused-mail.ts";
import { fileReasons, rowReasons, stopped } from "../../../../functions/imports/words.ts";
import { subscriptionWords } from "../../../../functions/pages/subscriptions-words.ts";
import { refusalReasons } from "../../../../shared/entities/document.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { closedPage } from "../../../../shared/pages/closed-page.ts";
import { letterheadOf } from "../../../../shared/pages/letterhead.ts";
import { everyMail } from "../../../support/every-mail.ts";

/** A sign without its no-break space, a quotation mark without its own, a number that may part from its unit. */
const astray = /[^\u00a0\u202f][:;!?»](?=[\s.,)]|$)|«(?!\u00a0)|\d (?:%|[KMG]?o\b|[$€])/u;

/** All that a table of words says; where a sentence is made, it is made about X. */
const saidBy = (words: unknown): string[] => {
  if (typeof words === "string") return [words];
  if (typeof words === "function") return saidBy(words("X", "X", "X"));
  return typeof words === "object" && words !== null ? Object.values(words).flatMap(saidBy) : [];
};

/** What is to be read of a page: its text, what its script says, and what is read aloud. */
const readable = (page: string): string[] => [
  ...[...page.matchAll(/ (?:aria-label|alt|title)="([^"]*)"/g)].map(([, text = ""]) => text),
  ...[...page.matchAll(/<script type="application\/json"[^>]*>(.*?)<\/script>/gs)].flatMap(([, json = ""]) =>
    saidBy(JSON.parse(json)),
  ),
  ...page
    .replace(/<(style|script)[^>]*>.*?<\/\1>|<!--.*?-->/gs, "")
    .split(/<[^>]+>/)
    .map((text) => text.trim()),
];

const itemId = derivedId("item", "1");
const account = { name: "Garage", language: "fr", timeZone: "America/Toronto", settings: {} };
const client = { name: "Noémie", language: "fr" };
const expiresAt = "2026-04-02T03:00:00.000Z";
const request = {
  title: "Permis",
  items: [{ id: itemId, label: "Permis", required: true }],
  accept: ["image/*", "application/pdf"],
  maxBytes: 10 * 1024 * 1024,
  expiresAt,
};

const texts: [from: string, said: string[]][] = [
  ["the words of a paused campaign", saidBy(pausedWords.fr)],
  ["the words of a campaign's e-mail", saidBy(wording.fr)],
  ["the words of a request's page", saidBy(requestWords.fr)],
  ["the words of the subscriptions' page", saidBy(subscriptionWords.fr)],
  ["what an import says of rows", Object.values(rowReasons).map(({ fr }) => fr)],
  ["what an import says of files", [...Object.values(fileReasons).map(({ fr }) => fr), stopped.fr]],
  [
    "the page of a request",
    readable(requestPage({ request, recipient: { received: {}, status: "waiting" }, account, client }, "x").html),
  ],
  [
    "the page of a shared document",
    readable(
      sharedDocumentPage(
        { document: { fileName: "a.pdf", size: 2_500_000 }, share: { expiresAt }, account, client },
        "x",
      ).html,
    ),
  ],
  ...(["unknown", "over", "busy"] as const).map((why): [string, string[]] => [
    `the page of a link that is ${why}`,
    [closedPage(why, "fr"), closedPage(why, "fr", { account })].flatMap(({ body }) => readable(String(body))),
  ]),
  ...Object.entries(everyMail("fr-CA")).map(([name, { subject, html, text }]): [string, string[]] => [
    `the e-mail “${name}”`,
    [subject, ...text.split("\n"), ...readable(html)],
  ]),
  ...refusalReasons.map((reason): [string, string[]] => {
    const document = { fileName: "a.pdf", itemId, status: "refused", reason } as const;
    const { text } = refusedMail({ letterhead: letterheadOf(account, ""), client, document, request, language: "fr" });
    return [`the e-mail about a file that is ${reason}`, text.split("\n")];
  }),
];

describe("French texts keep signs and units with their words", () => {
  it.each(texts)("%s", (_, said) => {
    expect(said.filter((text) => text !== "").length).toBeGreaterThan(0);
    expect(said.filter((text) => astray.test(text))).toEqual([]);
  });
});

describe("the French sentences of the source", () => {
  const root = resolve(import.meta.dirname, "../../../..");
  const files = ["functions", "shared"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      // Tables of encodings hold no sentences.
      .filter((name) => name.endsWith(".ts") && !name.endsWith("legacy-encoding.ts"))
      .map((name) => join(folder, name)),
  );
  /** Literals of one line in which a French letter stands, without what is filled in. */
  const literalsIn = (source: string): string[] =>
    source
      .split("\n")
      .filter((line) => !/^\s*(?:\*|\/[/*])/.test(line))
      .flatMap((line) => line.match(/"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? [])
      .map((literal) => literal.slice(1, -1).replace(/\$\{[^}]*\}/g, "X"))
      .filter((literal) => /[éèêàçùœ’«]/.test(literal));

  it("are all written so, those of no table too", () => {
    const literals = files.flatMap((file) => literalsIn(readFileSync(join(root, file), "utf8")));
    expect(literals.length).toBeGreaterThan(100);
    expect(literals.filter((literal) => astray.test(literal))).toEqual([]);
  });
});
