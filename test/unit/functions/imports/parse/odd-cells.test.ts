import { describe, expect, it } from "vitest";
import { mapColumns } from "../../../../../functions/imports/parse/columns.ts";
import { customValue, type Habits } from "../../../../../functions/imports/parse/custom-value.ts";
import { dateOrder, readDate } from "../../../../../functions/imports/parse/dates.ts";
import { countryCode } from "../../../../../functions/imports/parse/known-words.ts";
import { proposeMapping } from "../../../../../functions/imports/parse/propose-mapping.ts";
import { rowToClient } from "../../../../../functions/imports/parse/row-to-client.ts";

const read = (cells: Readonly<Record<string, string>>, region = "CA") => {
  const headers = Object.keys(cells);
  const columns = mapColumns(headers, proposeMapping(headers).mapping);
  return rowToClient({ row: 2, cells: Object.values(cells), original: "" }, columns, { language: "fr", region });
};
const numbersIn = (cell: string, region = "CA") => {
  const { client, errors } = read({ Nom: "Zoé", "Main Phone #s": cell }, region);
  expect(errors).toEqual([]);
  return client?.phones?.map(({ number }) => number);
};

describe("the phones of a cell", () => {
  const [one, two] = ["+15145550121", "+15145550122"];
  it.each([
    ["(514) 555-0121, (514) 555-0122", [one, two]],
    ["514-555-0121;514-555-0122", [one, two]],
    ["514 555-0121 / 514 555-0122", [one, two]],
    ["514 555-0121 ou 514 555-0122", [one, two]],
    ["514.555.0121\n514.555.0122", [one, two]],
    ["5145550121 | 5145550122", [one, two]],
    ["(514) 555-0121 (poste 23)", [one]],
    ["514 555-0121, poste 8", [one]],
    ["514 555-0121 ext: 6", [one]],
    ["514 555-0121 x6", [one]],
    ["514 555-0121 #612", [one]],
    ["514 555-0121, poste 8; 514 555-0122 (ext. 12)", [one, two]],
    ["\u202a514 555‑0121\u202c", [one]],
    ["Tél. : 514 555-0121", [one]],
    ['="5145550121"', [one]],
    ["5145550121.0", [one]],
    ["5.145550121E+09", [one]],
    ["5,145550121E9", [one]],
    ["５１４５５５０１２１", [one]],
    ["15145550121,00", [one]],
  ])("%j", (cell, numbers) => expect(numbersIn(cell)).toEqual(numbers));

  it.each(["5.14555E+09", "5.1455501219E+09", "5145550121.5"])("that have lost digits are none: %s", (cell) =>
    expect(read({ Nom: "Zoé", Cellulaire: cell })).toMatchObject({ errors: [{ column: "Cellulaire", value: cell }] }),
  );

  it("of Belgium and France", () => {
    expect(numbersIn("02/123.45.67 / 02/765.43.21", "BE")).toEqual(["+3221234567", "+3227654321"]);
    expect(read({ Nom: "Zoé", GSM: "0477/72.32.17", Tél: "02/123.45.67" }, "BE").client).toMatchObject({
      mobile: "+32477723217",
      phones: [{ number: "+3221234567" }],
    });
    expect(read({ Nom: "Zoé", Portable: '="0612345678"' }, "FR").client?.mobile).toBe("+33612345678");
  });

  it("with their kinds before them, as QuickBooks writes them", () => {
    expect(read({ Nom: "Zoé", "Phone Numbers": "Phone:(514) 555-0121 Mobile:(514) 555-0122" }).client).toMatchObject({
      mobile: two,
      phones: [{ number: one }],
    });
    expect(read({ Nom: "Zoé", Téléphone: "Tél.: 514 555-0121  Fax: 514 555-0122" }).client?.phones).toMatchObject([
      { number: one },
      { label: "fax", number: two },
    ]);
  });

  it("of mobiles by their countries' plans are mobiles in a plain column, if no other column has one", () => {
    expect(read({ Nom: "Zoé", Téléphone: "06 12 34 56 78" }, "FR").client).toMatchObject({ mobile: "+33612345678" });
    expect(read({ Nom: "Zoé", Tél: "02 123 45 67 / 0475 12 34 56" }, "BE").client).toMatchObject({
      mobile: "+32475123456",
      phones: [{ number: "+3221234567" }],
    });
    expect(read({ Nom: "Zoé", Téléphone: "0692 12 34 56" }, "RE").client?.mobile).toBe("+262692123456");
    expect(read({ Nom: "Zoé", Téléphone: "01 45 55 12 34" }, "FR").client?.mobile).toBeUndefined();
    expect(read({ Nom: "Zoé", "Téléphone (bureau)": "06 12 34 56 78" }, "FR").client?.mobile).toBeUndefined();
    expect(read({ Nom: "Zoé", Téléphone: "514 555-0121" }).client?.mobile).toBeUndefined();
  });

  it("keep the words beside them as labels, and what was typed", () => {
    expect(read({ Nom: "Zoé", Téléphone: "rés. 514 555-0121, bureau: 514 555-0122 p. 4" }).client?.phones).toEqual([
      { label: "res", number: one, raw: "rés. 514 555-0121" },
      { label: "bureau", number: two, raw: "bureau: 514 555-0122 p. 4" },
    ]);
  });

  it("in the column of mobiles: the first is the mobile, the others stay", () => {
    expect(read({ Nom: "Zoé", "Mobile Phone #s": "(514) 555-0121, (514) 555-0122" }).client).toMatchObject({
      mobile: one,
      phones: [{ label: "mobile", number: two }],
    });
  });

  it("that are one number and something else: the number comes in, the other is told", () => {
    expect(read({ Nom: "Zoé", Téléphone: "514 555-0121; à rappeler" })).toMatchObject({
      client: { phones: [{ number: one }] },
      errors: [{ column: "Téléphone", value: "à rappeler" }],
    });
  });
});

describe("the e-mails of a cell", () => {
  it.each([
    ["a@example.org; b@example.org"],
    ["a@example.org / b@example.org"],
    ["a@example.org/b@example.org"],
    ["a@example.org, b@example.org"],
    ["a@example.org ou b@example.org"],
    ["Ana <a@example.org>; Bo <b@example.org>"],
    ['"Roy, Ana" <a@example.org>, b@example.org'],
    ['["a@example.org","b@example.org"]'],
    ["mailto:a@example.org\nb@example.org (perso)"],
    ["\u200ba@example.org | b@example.org."],
  ])("%j", (cell) => {
    expect(read({ Courriel: cell })).toMatchObject({
      client: { email: "a@example.org", otherEmails: ["b@example.org"] },
      errors: [],
    });
  });

  it("Zoé <z@example.com>", () =>
    expect(read({ Courriel: "Zoé <z@example.com>" })).toMatchObject({
      client: { email: "z@example.com", raw: { email: "Zoé <z@example.com>" } },
      errors: [],
    }));
});

describe("an e-mail with a blank in it", () => {
  it.each([
    "jean.o roy@example.org",
    "jean roy@example.org",
    "Jean.O Roy@Example.org",
    "jean @example.org",
    "jean_ roy@example.org",
    "ana@example.co m",
    "j2 roy@example.org",
  ])("is never another one: %s", (cell) => {
    const { client, errors } = read({ Nom: "Jean", Courriel: cell });
    expect(client).not.toHaveProperty("email");
    expect(errors).toMatchObject([{ column: "Courriel", value: cell }]);
  });

  it.each([
    "Jean Roy z@example.com",
    "courriel z@example.com",
    "perso : z@example.com",
    "z@example.com perso",
    "(bureau) z@example.com",
    "Jean - z@example.com",
    "adresse z@example.com.",
  ])("is read where the words beside it are no part of it: %s", (cell) => {
    expect(read({ Courriel: cell })).toMatchObject({ client: { email: "z@example.com" }, errors: [] });
  });
});

describe("a number that a program dressed for spreadsheets", () => {
  it.each(["'514-555-0121'", "'514 555-0121", '"(514) 555-0121"', "514.555.0121'", "’+1 514 555-0121’"])("%s", (cell) =>
    expect(read({ Nom: "Zoé", Téléphone: cell })).toMatchObject({
      client: { phones: [{ number: "+15145550121" }] },
      errors: [],
    }),
  );

  it.each(["4.41E+11", "4,75123E+08", "5.14555E+09"])("and whose digits are lost is one error: %s", (cell) =>
    expect(read({ Nom: "Zoé", Téléphone: cell }).errors).toMatchObject([{ column: "Téléphone", value: cell }]),
  );
});

describe("a cell written as for a web page", () => {
  it.each([
    ["L&#039;Atelier &amp; Fils", "L'Atelier & Fils"],
    ["Restaurant Kom&eacute; &laquo;chez &Eacute;lo&iuml;se&raquo;", "Restaurant Komé «chez Éloïse»"],
    ["&quot;Zo&#xEB;&quot; C&#244;t&eacute;", '"Zoë" Côté'],
    ["Pla de l&apos;Estany", "Pla de l'Estany"],
    ["C&oelig;ur &lt;3", "Cœur <3"],
    ["&amp;eacute;", "&eacute;"],
    ["R&D; A&B &nosuch; &#0; &#xD800; &qacute; AT&T", "R&D; A&B &nosuch; &#0; &#xD800; &qacute; AT&T"],
  ])("%s", (cell, name) => expect(read({ Nom: cell }).client).toMatchObject({ name }));

  it("stands as it is in a row of our own export, which changes nothing when it is read back", () => {
    const row = { "Clientele ID": "cli_0123456789ABCDEFGHJKMNPQRS", Nom: "R&amp;D" };
    expect(read(row).client).toMatchObject({ id: row["Clientele ID"], name: "R&amp;D" });
    expect(read({ ...row, "Clientele ID": "17" }).client).toMatchObject({ name: "R&D" });
  });
});

describe("a country", () => {
  it.each([
    ["CAN", "CA"],
    ["BEL", "BE"],
    ["fra", "FR"],
    ["Canada (CA)", "CA"],
    ["Belgique / België", "BE"],
    ["Kanada", "CA"],
    ["USA", "US"],
  ])("%s is %s", (text, code) => expect(countryCode(text)).toBe(code));
});

describe("a date", () => {
  it.each([
    ["31/03/2026", "2026-03-31"],
    ["31-03-2026", "2026-03-31"],
    ["31.3.26", "2026-03-31"],
    ["03/31/2026", "2026-03-31"],
    ["2026/03/31", "2026-03-31"],
    ["20260331", "2026-03-31"],
    ["2026-03-31T14:30:00", "2026-03-31"],
    ["2026-03-31 00:00:00", "2026-03-31"],
    ["31/03/2026 14:30", "2026-03-31"],
    ["3/31/2026 2:30:00 PM", "2026-03-31"],
    ["31 mars 2026", "2026-03-31"],
    ["mardi 31 mars 2026", "2026-03-31"],
    ["1er août 2026", "2026-08-01"],
    ["March 31st, 2026", "2026-03-31"],
    ["31-Mar-26", "2026-03-31"],
    ["12/05/1962", "1962-05-12"],
    ["31/02/2026", undefined],
    ["2026", undefined],
    ["hier", undefined],
    ["31/13/2026", undefined],
  ])("%s is %s where the day comes first", (text, date) => expect(readDate(text, "dmy")).toBe(date));

  it("is in the order of the account's country where it could be either", () => {
    const inCountry = (country: string, language: string) => readDate("03/04/2026", dateOrder(country, language));
    expect(inCountry("BE", "fr")).toBe("2026-04-03");
    expect(inCountry("FR", "en")).toBe("2026-04-03");
    expect(inCountry("CA", "fr")).toBe("2026-04-03");
    expect(inCountry("CA", "en")).toBe("2026-03-04");
    expect(inCountry("US", "fr")).toBe("2026-03-04");
  });
});

describe("a custom field", () => {
  const belgian: Habits = { language: "fr", currency: "EUR", country: "BE" };
  const options = ["Hiver", "Été", "Pneus, jantes"];

  it.each([
    ["choice", "HIVER", "Hiver"],
    ["choice", "ete", "Été"],
    ["choice", "printemps", "printemps"],
    ["multi_choice", "hiver;ÉTÉ", ["Hiver", "Été"]],
    ["multi_choice", "Hiver, Été", ["Hiver", "Été"]],
    ["multi_choice", "pneus, jantes; été", ["Pneus, jantes", "Été"]],
    ["multi_choice", "hiver; neige", "hiver; neige"],
    ["date", "31/03/2026", "2026-03-31"],
    ["date", "2026-03-31T08:00:00", "2026-03-31"],
    ["money", "1.234,50 €", { amount: 123_450, currency: "EUR" }],
    ["money", "€ 1.234", { amount: 123_400, currency: "EUR" }],
    ["money", "1 234,50", { amount: 123_450, currency: "EUR" }],
    ["number", "1.234.567,5", 1_234_567.5],
    ["phone", "0477/72.32.17 (privé)", "+32477723217"],
    ["email", "Zoé <z@example.com>", "z@example.com"],
  ] as const)("of kind %s takes %s for %j", (kind, text, value) =>
    expect(customValue({ kind, options: [...options] }, text, belgian)).toEqual(value),
  );
});

describe("the parts of an address", () => {
  it.each([
    [{ "Code postal / Ville": "4000 Liège" }, { postalCode: "4000", city: "Liège" }],
    [{ "CP Ville": "H2X 1Y4 Montréal" }, { postalCode: "H2X 1Y4", city: "Montréal" }],
    [{ "Ville (code postal)": "Montréal (H2X 1Y4)" }, { postalCode: "H2X 1Y4", city: "Montréal" }],
    [{ "Code postal / Ville": "La Louvière" }, { city: "La Louvière" }],
    [
      { "Street Address 1": "1 rue A", "Street Address 2": "App. 2" },
      { line1: "1 rue A", line2: "App. 2" },
    ],
    [
      { Rue: "1 rue A", "Rue 2": "App. 2", Ville: "Laval" },
      { line1: "1 rue A", line2: "App. 2", city: "Laval" },
    ],
    [
      { Street: "1 rue A", Street2: "App. 2" },
      { line1: "1 rue A", line2: "App. 2" },
    ],
    [{ "No civique": "12", Rue: "rue A" }, { line1: "12 rue A" }],
    [
      { Straat: "Kerkstraat", Huisnummer: "12", Bus: "3", Land: "België" },
      { line1: "Kerkstraat 12", line2: "3", country: "BE" },
    ],
  ])("%j", (cells, address) => expect(read({ Nom: "Zoé", ...cells }).client?.addresses).toEqual([address]));

  it("of two addresses with their labels", () => {
    expect(
      read({ Nom: "Zoé", "Billing Street 1": "1 rue A", "Billing City": "Laval", "Service Street 1": "2 rue B" }).client
        ?.addresses,
    ).toEqual([
      { label: "billing", line1: "1 rue A", city: "Laval" },
      { label: "service", line1: "2 rue B" },
    ]);
  });
});

describe("who wants no newsletter", () => {
  it.each([
    ["Unsubscribe", "yes"],
    ["Unsubscribed", "TRUE"],
    ["Unsubscribed", "unsubscribed"],
    ["Désabonné", "oui"],
    ["Désabonnée le", "31/03/2026"],
    ["Email Opt Out", "1"],
    ["Unsubscribed from all email", "true"],
    ["UNSUB_TIME", "2024-05-01 14:22:07"],
    ["Email Subscription Status", "unsubscribed"],
    ["Statut infolettre", "Désabonné"],
    ["Accepts Email Marketing", "no"],
    ["Consentement infolettre", "refusé"],
    ["Liste noire", "Vrai"],
  ])("%s: %s", (title, value) => {
    const { client, errors } = read({ Courriel: "a@example.org", [title]: value });
    expect(errors).toEqual([]);
    expect(client?.subscriptions).toEqual({ email: { marketing: false } });
    expect(client?.consents).toEqual([{ channel: "email", purpose: "marketing", given: false, title, value }]);
  });

  it.each([
    ["Désabonné", "non"],
    ["Email Opt Out", "0"],
    ["Unsubscribed", "subscribed"],
    ["Email subscriber status", "Never subscribed"],
    ["Email Subscription Status", "unknown"],
    ["Date de désabonnement", "0000-00-00"],
    ["Consentement", "tacite"],
    ["Accepts Email Marketing", ""],
  ])("%s: %s says nothing of consent", (title, value) => {
    const { client, errors } = read({ Courriel: "a@example.org", [title]: value });
    expect(errors).toEqual([]);
    expect(client).not.toHaveProperty("subscriptions");
    expect(client).not.toHaveProperty("consents");
  });

  it.each([
    ["Accepts Email Marketing", "yes"],
    ["Email Subscription Status", "subscribed"],
    ["Consentement infolettre", "2024-05-01"],
    ["Infolettre", "✓"],
    ["Consentement", "exprès"],
  ])("and who does — %s: %s", (title, value) =>
    expect(read({ Courriel: "a@example.org", [title]: value }).client?.subscriptions).toEqual({
      email: { marketing: true },
    }),
  );

  it("is believed before another column that says yes", () => {
    expect(
      read({
        Email: "a@example.org",
        "Email Marketing Consent": "SUBSCRIBED",
        "Email Suppressions": "UNSUBSCRIBE",
      }).client?.subscriptions,
    ).toEqual({ email: { marketing: false } });
    expect(read({ Courriel: "a@example.org", Infolettre: "oui", Désabonné: "oui" }).client?.subscriptions).toEqual({
      email: { marketing: false },
    });
  });
});

describe("a row of little", () => {
  it.each(["Total : 214", "TOTAL 2 145", "Nombre de clients : 12", "Grand total: 3"])("« %s » is no client", (text) => {
    const { client, errors } = read({ Nom: text, Courriel: "" });
    expect(client).toBeUndefined();
    expect(errors).toMatchObject([{ value: text, message: expect.stringContaining("total") }]);
  });

  it.each(["Total Énergies", "Count Basie", "Total"])("« %s » is a client's name", (name) =>
    expect(read({ Nom: name, Courriel: "" }).client?.name).toBe(name),
  );

  it("the titles again, as on the next page of a report, are no client", () => {
    const { client, errors } = read({ Nom: "Nom", Courriel: "Courriel" });
    expect(client).toBeUndefined();
    expect(errors).toHaveLength(1);
  });

  it("a contact with nothing but a work phone", () =>
    expect(read({ Nom: "", "Téléphone (bureau)": "514 555-0121" })).toMatchObject({
      client: { phones: [{ label: "work", number: "+15145550121" }] },
      errors: [],
    }));

  it("letters that were lost before are not stored, the rest is", () =>
    expect(read({ Prénom: "No\ufffdmie", Courriel: "n@example.org" })).toMatchObject({
      client: { email: "n@example.org" },
      errors: [{ column: "Prénom", value: "No\ufffdmie" }],
    }));
});
