import { fc, it } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { Client } from "../../../../shared/entities/client.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { fold } from "../../../../shared/text/fold.ts";
import { aClient } from "../../../support/a-client.ts";
import { importWorld, type Start } from "../../../support/import-world.ts";

/** Random files; 10,000 of them take a quarter of an hour. */
const FILES = Number(process.env.FILES ?? 80);
const options = { numRuns: FILES };
const time = 20_000 + FILES * 200;

const firstNames = ["Jean", "Noémie", "Zoé", "François"];
const lastNames = ["Roy", "Côté", "L'Écuyer"];
const addresses = ["f@example.org", "info@example.org", "a@example.org"];
const numbers = ["514 555-0101", "514 555-0102"];

interface Person {
  first: string;
  last: string;
  email: string | undefined;
  mobile: string | undefined;
  /** Of those who have neither e-mail nor mobile. */
  phone: string;
  /** Known before the file comes, with all that is known of them. */
  isKnown: boolean;
}

const person: fc.Arbitrary<Person> = fc.record({
  first: fc.constantFrom(...firstNames),
  last: fc.constantFrom(...lastNames),
  email: fc.option(fc.constantFrom(...addresses), { nil: undefined }),
  mobile: fc.option(fc.constantFrom(...numbers), { nil: undefined }),
  phone: fc.constantFrom("418 555-0101", "418 555-0102", "418 555-0103"),
  isKnown: fc.boolean(),
});

const nameOf = ({ first, last }: Pick<Person, "first" | "last">) => fold(`${first} ${last}`);

/** The plain rule of who is who: an e-mail and a name, or a mobile and a name, or all that is said. */
const identityOf = ({ email, mobile, phone, ...names }: Person): string => {
  if (email) return `${email} ${nameOf(names)}`;
  return mobile ? `${mobile} ${nameOf(names)}` : `${phone} ${nameOf(names)}`;
};

/** People that a file can tell apart: who has no e-mail has a number that nobody else of that name has. */
const people: fc.Arbitrary<Person[]> = fc
  .uniqueArray(person, { minLength: 1, maxLength: 8, selector: identityOf })
  .map((all) =>
    all.filter(
      (one, at) =>
        one.email ||
        !one.mobile ||
        !all.some((other, place) => place !== at && other.mobile === one.mobile && nameOf(other) === nameOf(one)),
    ),
  )
  // Nobody without e-mail or mobile is known by anything.
  .map((all) => all.map((one) => (one.email || one.mobile ? one : { ...one, isKnown: false })));

/** A row about somebody: how they are written, what is left out, and a tag of its own that tells where it went. */
interface Row {
  of: number;
  spelling: "plain" | "capitals" | "unaccented" | "turned" | "whole";
  withMobile: boolean;
}
const row = fc.record({
  of: fc.nat(7),
  spelling: fc.constantFrom("plain", "capitals", "unaccented", "turned", "whole" as const),
  withMobile: fc.boolean(),
});

const titles = "Prénom;Nom de famille;Nom complet;Courriel;Cellulaire;Téléphone;Mots-clés";

const lineOf = ({ spelling, withMobile }: Row, who: Person, tag: string): string => {
  const unaccented = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "");
  const [first, last] = [who.first, who.last].map((name) =>
    spelling === "capitals" ? unaccented(name).toUpperCase() : spelling === "unaccented" ? unaccented(name) : name,
  );
  const names =
    spelling === "turned" ? `;;${last} ${first}` : spelling === "whole" ? `;;${first} ${last}` : `${first};${last};`;
  const mobile = withMobile || !who.email ? (who.mobile ?? "") : "";
  const phone = who.email || who.mobile ? "" : who.phone;
  return `${names};${who.email ?? ""};${mobile};${phone};${tag}`;
};

const known = (who: Person, at: number): Client =>
  aClient({
    id: derivedId("client", "known", String(at)),
    name: `${who.first} ${who.last}`,
    firstName: who.first,
    lastName: who.last,
    ...(who.email ? { email: who.email } : {}),
    ...(who.mobile ? { mobile: `+1${who.mobile.replace(/\D/g, "")}` } : {}),
    note: `of ${at}`,
    subscriptions: { email: { general: true, marketing: at % 2 === 0 }, sms: { general: true, marketing: false } },
    indexed: { search: [], filter: {} },
  });

const counted = ({ created = 0, updated = 0, unchanged = 0, skipped = 0, failed = 0 }: Record<string, number>) =>
  created + updated + unchanged + skipped + failed;

describe("a file about people who share addresses and numbers", () => {
  const scene = fc.record({
    everybody: people,
    rows: fc.array(row, { minLength: 1, maxLength: 14 }),
    stepRows: fc.integer({ min: 1, max: 6 }),
    /** Writing calls whose answer, or that themselves, are lost: the worker dies, another one goes on. */
    lost: fc.uniqueArray(fc.record({ call: fc.nat(25), fate: fc.constantFrom("lost", "unanswered" as const) }), {
      maxLength: 2,
      selector: ({ call }) => call,
    }),
  });

  it.prop([scene], options)(
    "gives each row to whom it is about, in any order and steps, after deaths, and again",
    async ({ everybody, rows, stepRows, lost }) => {
      if (everybody.length === 0) return;
      const existing = everybody.flatMap((who, at) => (who.isKnown ? [known(who, at)] : []));
      const about = rows.map(({ of }) => of % everybody.length);
      const text = [
        titles,
        ...rows.map((one, index) => lineOf(one, everybody[about[index] ?? 0] as Person, `row ${index}`)),
      ].join("\n");
      const fate = (call: number) => lost.find((one) => one.call === call)?.fate ?? "done";
      const newcomers = new Set(about.filter((at) => !everybody[at]?.isKnown)).size;

      const tried = await (await importWorld({ existing })).importText(text, { stepRows, dryRun: true });
      const world = await importWorld({ existing });
      const { counts, errors } = await world.importText(text, { stepRows, fate });

      expect(errors).toEqual([]);
      const exact = { rows: rows.length, created: newcomers, unchanged: 0, updated: rows.length - newcomers };
      expect(tried.counts).toMatchObject(exact);
      // Two rows that a dead worker has written into one client can be told no more: the second counts as unchanged.
      if (lost.length === 0) expect(counts).toEqual(tried.counts);
      else expect(counts).toMatchObject({ rows: rows.length, created: newcomers, failed: 0 });
      expect(counted(counts)).toBe(rows.length);
      const clients = world.clients();
      expect(clients).toHaveLength(existing.length + newcomers);
      for (const [at, who] of everybody.entries()) {
        const own = rows.flatMap((_, index) => (about[index] === at ? [`row ${index}`] : []));
        if (own.length === 0) continue;
        const found = clients.filter(({ tags }) => tags.includes(own[0] ?? ""));
        expect(found).toHaveLength(1);
        expect(found[0]?.tags.toSorted()).toEqual(own.toSorted());
        expect(
          fold(found[0]?.name ?? "")
            .split(" ")
            .sort(),
        ).toEqual(nameOf(who).split(" ").sort());
        expect(found[0]?.email).toBe(who.email);
      }
      for (const before of existing) {
        const after = clients.find(({ id }) => id === before.id);
        for (const field of ["name", "firstName", "lastName", "email", "mobile", "note", "subscriptions"] as const)
          expect(after?.[field]).toEqual(before[field]);
      }

      const again = await world.importText(text, { stepRows: 500 });
      expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: rows.length, failed: 0, conflicts: 0 });
      expect(world.clients()).toEqual(clients);
    },
    time,
  );
});

describe("any file", () => {
  const cell = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: "", freq: 2 });
  const anyRow = fc.record({
    first: cell("Jean", "JEAN", "Noémie", "Jean Marie"),
    last: cell("Roy", "Côté", "Roy-Côté"),
    name: cell("Garage Roy", "Jean Roy"),
    company: cell("Garage Roy", "Pneus Côté"),
    email: cell("f@example.org", "a@example.org"),
    mobile: cell("514 555-0101", "514 555-0102"),
    phone: cell("418 555-0101"),
  });
  const lines = fc.array(anyRow, { minLength: 1, maxLength: 12 });
  const textOf = (rows: readonly Record<string, string>[]) =>
    [
      "Prénom;Nom de famille;Nom complet;Entreprise;Courriel;Cellulaire;Téléphone;Note",
      ...rows.map((one, index) => [...Object.values(one), `note ${index}`].join(";")),
    ].join("\n");
  const choice = fc.constantFrom<Start["onConflict"]>(undefined, "create", "update", "skip");
  const existing = [
    known({ first: "Jean", last: "Roy", email: "f@example.org", mobile: "514 555-0101", phone: "", isKnown: true }, 0),
    known({ first: "Noémie", last: "Côté", email: "f@example.org", mobile: undefined, phone: "", isKnown: true }, 1),
    aClient({
      id: derivedId("client", "company"),
      name: "Garage Roy",
      company: "Garage Roy",
      email: "a@example.org",
      note: "of 2",
      indexed: { search: [], filter: {} },
    }),
  ];

  const timeless = ({ createdAt, updatedAt, version, ...client }: Client) => client;

  it.prop([lines, fc.integer({ min: 1, max: 5 }), choice], options)(
    "comes to the same in steps of any size, and tried before; its counts add up",
    async (rows, stepRows, onConflict) => {
      const start = onConflict ? { onConflict } : {};
      const text = textOf(rows);
      const [small, large] = [await importWorld({ existing }), await importWorld({ existing })];
      const inSteps = await small.importText(text, { ...start, stepRows });
      const atOnce = await large.importText(text, start);
      const tried = await (await importWorld({ existing })).importText(text, { ...start, stepRows, dryRun: true });
      expect(inSteps.counts).toEqual(atOnce.counts);
      expect(tried.counts).toEqual(atOnce.counts);
      expect(small.clients().map(timeless)).toEqual(large.clients().map(timeless));
      expect(inSteps.conflicts).toEqual(atOnce.conflicts);
      expect(tried.conflicts).toEqual(atOnce.conflicts);
      expect(counted(atOnce.counts)).toBe(rows.length);
      expect(large.clients()).toHaveLength(existing.length + (atOnce.counts.created ?? 0));
    },
    time,
  );

  it.prop([lines], options)(
    "takes no e-mail, no word of a name and no consent from anybody who was there",
    async (rows) => {
      const world = await importWorld({ existing });
      await world.importText(textOf(rows));
      for (const before of existing) {
        const after = world.clients().find(({ id }) => id === before.id);
        expect(after?.email).toBe(before.email);
        expect(after?.subscriptions).toEqual(before.subscriptions);
        const words = fold(after?.name ?? "").split(" ");
        for (const word of fold(before.name).split(" ")) expect(words).toContain(word);
      }
    },
    time,
  );
});
