import { describe, expect, test } from "vitest";
import { useCases } from "../../../../functions/clients/api.ts";
import { loadContactReader } from "../../../../functions/clients/deps.ts";
import { routes } from "../../../../functions/clients/manifest.ts";
import { api } from "../../../../shared/app/api.ts";
import type { Client } from "../../../../shared/entities/client.ts";
import { type Id, ulids } from "../../../../shared/ids.ts";
import { aClient } from "../../../support/a-client.ts";
import { anAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { testDeps } from "../../../support/deps.ts";
import { memoryTable } from "../../../support/memory-table.ts";
import { writeProjected } from "../../../support/projected-clients.ts";

const town = (city: string) => ({ id: "loc_1" as Id<"location">, city });

const found: [title: string, client: Partial<Client>, queries: string[]][] = [
  [
    "another e-mail",
    { name: "Ana Roy", email: "ana@roy.example", otherEmails: ["b@x.org", "atelier@roy.example"] },
    ["b@x.org", "B@X.ORG", "b@x", "atelier@roy", "ana@roy.example"],
  ],
  [
    "every word of a long name",
    { name: "ASBL Les Amis de la Maison de la Culture de Namur" },
    ["namur", "culture", "culture de namur", "asbl les amis de la maison de la culture de namur", "asbl namur", "amis"],
  ],
  [
    "every word of a name of twenty",
    { name: "Un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente" },
    ["neuf", "trente", "vingt trente", "douze treize"],
  ],
  [
    "a hyphen and an apostrophe, typed or not",
    { name: "Jean-Pierre L'Écuyer" },
    [
      ...["jean-pierre lecuyer", "jean pierre l'écuyer", "jeanpierre lecuyer", "jeanpierre l'ecuyer", "Lécuyer"],
      ...["lecuyer jean-pierre", "ecuyer", "pierre lecuyer", "jean pierre lecuyer"],
    ],
  ],
  [
    "two hyphens",
    { name: "Anne-Marie Dupont-Durand" },
    ["annemarie dupont-durand", "anne marie dupontdurand", "durand"],
  ],
  ["a curly apostrophe", { name: "Aoife O’Neill-Smith" }, ["oneill smith", "o'neill", "oneillsmith", "o neill smith"]],
  [
    "a number without country code or zero",
    { name: "Luc Dubois", mobile: "+32475123456" },
    [
      "475123456",
      "475 12 34 56",
      "0475123456",
      "0475/12.34.56",
      "+32 475 12 34",
      "32475123456",
      "3456",
      "34 56",
      "٤٧٥١٢٣",
    ],
  ],
  [
    "the last digits of any country's number",
    { name: "Ana Roy", mobile: "+15145551278" },
    ["1278", "514 555", "5145551278"],
  ],
  ["a French number", { name: "Léa Petit", mobile: "+33612345678" }, ["612345678", "06 12 34", "6 12 34", "5678"]],
  [
    "an Italian number, whose zero belongs to it",
    { name: "Bar Roma", mobile: "+390612345678" },
    ["0612345678", "5678"],
  ],
  [
    "a town",
    { name: "Ana Roy", addresses: [town("Saint-Hyacinthe"), town("Liège")] },
    ["saint-hyacinthe", "Saint Hyacinthe", "liege", "LIÈGE", "saint hya"],
  ],
  [
    "Arabic, with or without hamza and vowels",
    { name: "أَحْمَد إبراهيم آل مُؤمن" },
    ["احمد", "أحمد", "ابراهيم", "إبراهيم", "احمد ابراهيم", "ال مومن", "مؤمن", "أحمـــد"],
  ],
  [
    "the Arabic letters that are typed for one another",
    { name: "فاطمة الهادى" },
    ["فاطمه", "فاطمة", "الهادي", "الهادى"],
  ],
  ["a Persian keyboard", { name: "علي كريم" }, ["علی", "کریم"]],
  ["Hebrew without its points", { name: "שָׁלוֹם כֹּהֵן" }, ["שלום", "כהן"]],
  [
    "Polish, German and Turkish letters",
    { name: "Łukasz Weiß Işık" },
    ["lukasz", "weiss", "isik", "ISIK", "Işık", "łuk"],
  ],
  ["an umlaut as two letters", { name: "Jörg Müller" }, ["joerg", "mueller", "muller", "jorg", "joerg mueller"]],
  ["a Danish letter as two", { name: "Søren Aagård" }, ["soeren", "soren", "aagaard", "aagard"]],
  ["ligatures", { name: "Œuvre Ælfric ﬁn" }, ["oeuvre", "aelfric", "fin", "œuvre"]],
  ["full-width letters", { name: "Ｎｏｅｍｉ" }, ["noemi", "Ｎｏｅ"]],
  ["a Chinese given name", { name: "李小龍" }, ["李小", "小龍", "李"]],
  ["a Japanese given name", { name: "山田太郎" }, ["山田", "太郎"]],
  ["a Korean given name", { name: "김민준" }, ["김민", "민준"]],
];

describe("a client is found once, alone among others, by", () => {
  test.each(found)("%s", async (_, own, queries) => {
    const { ask } = await anAccountOf([own, { name: "Zebulon Xylophone", mobile: "+447911123999" }]);
    for (const q of queries) expect([q, await ask(q)]).toEqual([q, [own.name]]);
  });

  test("nothing of another", async () => {
    const { ask } = await anAccountOf(found.map(([, own]) => own));
    for (const q of ["b@y.org", "0475123457", "9999", "paris", "muellerin", "cotes"])
      expect([q, await ask(q)]).toEqual([q, []]);
  });
});

test("pages of who is found under several tokens show each once", async () => {
  const people = Array.from({ length: 12 }, (_, number) => ({
    name: `Namur ${number} L'Écuyer-Roy`,
    mobile: `+3247500${3400 + number}`,
    addresses: [town("Namur"), town("Namurois")],
    otherEmails: [`namur${number}@x.example`],
  }));
  const { ask } = await anAccountOf(people);
  expect((await ask("namur", "3")).sort()).toEqual(people.map(({ name }) => name).sort());
  expect((await ask("34", "5")).sort()).toEqual(people.map(({ name }) => name).sort());
});

test("most clients have few tokens more: the last digits, the number without its zero, the town", async () => {
  const { clientProjection } = await import("../../../../shared/entities/client-projection.ts");
  const tokens = (own: Partial<Client>) => clientProjection(aClient(own)).tokens.map(({ token }) => token);
  const ordinary = { name: "Noémie Côté", email: "noemie@gmail.com" };
  expect(tokens(ordinary)).toHaveLength(3);
  const canadian = { ...ordinary, mobile: "+15145550134", addresses: [town("Laval")] };
  const more = (own: Partial<Client>) => tokens(own).filter((token) => !tokens(ordinary).includes(token));
  expect(more(canadian)).toEqual(["15145550134", "5145550134", "laval", "0134"]);
  const belgian = { ...ordinary, mobile: "+32475123456", addresses: [town("Namur")] };
  expect(more(belgian)).toEqual(["32475123456", "0475123456", "namur", "475123456", "3456"]);
});

const anAccountOf = async (people: readonly Partial<Client>[]) => {
  const { table } = memoryTable();
  const { account, headers } = await anAccount(table);
  const handler = api(() => ({ ...testDeps(table), contact: loadContactReader }), useCases);
  const accountId = account.id;
  await writeProjected(
    table,
    people.map((own) => aClient({ ...own, id: ulids.next("client"), accountId })),
  );
  /** The names that a search answers with, page by page. */
  const ask = async (q: string, limit = "25"): Promise<string[]> => {
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { q, limit, ...(cursor ? { cursor } : {}) };
      const { status, body, text } = await call(handler, routes.list, { headers, query });
      if (status !== 200) throw new Error(text);
      names.push(...body.data.map(({ name }) => name));
      cursor = body.nextCursor;
    } while (cursor);
    return names;
  };
  return { ask };
};
