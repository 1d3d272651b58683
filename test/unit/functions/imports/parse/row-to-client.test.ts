import { describe, expect, it } from "vitest";
import { degrees, percentage, tagsOf, yesOrNo } from "../../../../../functions/imports/parse/cell-values.ts";
import { mapColumns } from "../../../../../functions/imports/parse/columns.ts";
import type { ImportedClient, RowError } from "../../../../../functions/imports/parse/imported-client.ts";
import { countryCode, languageCode } from "../../../../../functions/imports/parse/known-words.ts";
import { proposeMapping } from "../../../../../functions/imports/parse/propose-mapping.ts";
import { type RowContext, rowToClient } from "../../../../../functions/imports/parse/row-to-client.ts";

const QUEBEC: RowContext = { language: "fr", region: "CA" };

const read = (cells: Readonly<Record<string, string>>, context = QUEBEC) => {
  const headers = Object.keys(cells);
  const columns = mapColumns(headers, proposeMapping(headers).mapping);
  return rowToClient({ row: 7, cells: Object.values(cells), original: "" }, columns, context);
};
const clientOf = (cells: Readonly<Record<string, string>>, context = QUEBEC): ImportedClient => {
  const { client, errors } = read({ Nom: "Noémie", ...cells }, context);
  if (!client || errors.length > 0) throw new Error(JSON.stringify(errors));
  return client;
};
const errorsOf = (cells: Readonly<Record<string, string>>, context = QUEBEC): RowError[] =>
  read({ Nom: "Noémie", ...cells }, context).errors;

describe("a row becomes a client", () => {
  it("with a name from its parts, unless the whole is given", () => {
    expect(clientOf({ Nom: "Côté", Prénom: "Noémie", "Middle Name": "Ève" })).toMatchObject({
      name: "Noémie Ève Côté",
      firstName: "Noémie",
      lastName: "Côté",
    });
    expect(clientOf({ "Full Name": "N. Côté", "First Name": "Noémie" })).toMatchObject({
      name: "N. Côté",
      firstName: "Noémie",
    });
  });

  it("with its e-mail address in lower case, and the others beside it", () => {
    expect(
      clientOf({ Courriel: " Noemie@Example.COM ", "Courriel 2": "b@example.com; noemie@example.com" }),
    ).toMatchObject({
      email: "noemie@example.com",
      otherEmails: ["b@example.com"],
      raw: { email: "Noemie@Example.COM" },
    });
    expect(clientOf({ "E-mail 1 - Value": "", "E-mail 2 - Value": "b@example.com ::: c@example.com" })).toMatchObject({
      email: "b@example.com",
      otherEmails: ["c@example.com"],
    });
  });

  it("with phones read in the row's country, else in the account's", () => {
    expect(clientOf({ Cellulaire: "0477/72.32.17", Pays: "Belgique" }).mobile).toBe("+32477723217");
    expect(clientOf({ Cellulaire: "514 555-1212", Pays: "" }).mobile).toBe("+15145551212");
    expect(clientOf({ Cellulaire: "5145551212" }).mobile).toBe("+15145551212");
    expect(errorsOf({ Cellulaire: "0477/72.32.17" })).toMatchObject([{ column: "Cellulaire", value: "0477/72.32.17" }]);
  });

  it("with every phone once, under its label", () => {
    expect(
      clientOf({
        "Phone 1 - Label": "* Work",
        "Phone 1 - Value": "514 555-1111 ::: 514 555-2222",
        "Phone 2 - Label": "Mobile",
        "Phone 2 - Value": "514 555-3333 ::: 514 555-1111",
        Fax: "514 555-4444",
      }),
    ).toMatchObject({
      mobile: "+15145553333",
      phones: [
        { label: "Work", number: "+15145551111" },
        { label: "Work", number: "+15145552222" },
        { label: "fax", number: "+15145554444" },
      ],
    });
  });

  it("with all the addresses of a cell, value by value", () => {
    expect(
      clientOf({
        "Address 1 - Label": "Home",
        "Address 1 - Street": "1 rue A\nApp. 4 ::: 2 rue B",
        "Address 1 - City": "Lyon ::: ",
        "Address 1 - Postal Code": " ::: 69002",
        "Address 1 - PO Box": "BP 12 ::: ",
        "Address 1 - Country": "France",
        "Ville de facturation": "Liège",
      }).addresses,
    ).toEqual([
      { label: "Home", line1: "1 rue A", line2: "App. 4, BP 12", city: "Lyon", country: "FR" },
      { label: "Home", line1: "2 rue B", postalCode: "69002", country: "FR" },
      { label: "billing", city: "Liège" },
    ]);
  });

  it("with the address in one piece only where its parts are missing", () => {
    expect(
      clientOf({ "Address 1 - Formatted": "1 rue A\nLyon 69002\nFrance", "Address 1 - Country": "" }).addresses,
    ).toEqual([{ line1: "1 rue A", line2: "Lyon 69002, France" }]);
    expect(
      clientOf({
        "Address 1 - Formatted": "1 rue A\nLyon",
        "Address 1 - Street": "1 rue A",
        "Address 1 - City": "Lyon",
      }).addresses,
    ).toEqual([{ line1: "1 rue A", city: "Lyon" }]);
  });

  it("with its custom fields as they are written", () => {
    expect(clientOf({ "fields.pneus": "205/55 R16", "fields.vide": "" }).fields).toEqual({ pneus: "205/55 R16" });
  });

  it("with what it says of consent, and nothing about the rest", () => {
    expect(clientOf({ Infolettre: "non", "SMS marketing": "x", "Courriels généraux": "" }).subscriptions).toEqual({
      email: { marketing: false },
      sms: { marketing: true },
    });
    expect(clientOf({}).subscriptions).toBeUndefined();
    expect(clientOf({ Infolettre: " Non ", "SMS marketing": "x" }).consents).toEqual([
      { channel: "email", purpose: "marketing", given: false, title: "Infolettre", value: "Non" },
      { channel: "sms", purpose: "marketing", given: true, title: "SMS marketing", value: "x" },
    ]);
  });

  it("with a formula as text, and the guard of our own export taken off", () => {
    expect(clientOf({ Nom: '=HYPERLINK("http://x";"y")' }).name).toBe('=HYPERLINK("http://x";"y")');
    expect(clientOf({ Nom: "'=1+1" }).name).toBe("=1+1");
    expect(clientOf({ Nom: "'t Hof" }).name).toBe("'t Hof");
  });

  it("without control characters, with its lines", () => {
    expect(clientOf({ Nom: " Noé\u0000mie\u00a0", Note: "a\r\nb\rc" })).toMatchObject({
      name: "Noémie",
      note: "a\nb\nc",
    });
  });

  it("when it has as little as a mobile", () => {
    expect(read({ Cellulaire: "514 555-1212" })).toMatchObject({ client: { mobile: "+15145551212" } });
    expect(read({ Entreprise: "Garage" })).toEqual({ client: { company: "Garage" }, errors: [] });
  });
});

describe("a cell is left out", () => {
  it("with all other mistakes of its row, each with its place, its value and what to do", () => {
    expect(
      errorsOf({
        Courriel: "pas-un-courriel",
        Cellulaire: "n/d",
        Pays: "Atlantide",
        Rabais: "120",
        Infolettre: "peut-être",
        Langue: "klingon",
      }),
    ).toMatchObject([
      { row: 7, column: "Pays", value: "Atlantide" },
      { row: 7, column: "Courriel", value: "pas-un-courriel" },
      { row: 7, column: "Cellulaire", value: "n/d" },
      { row: 7, column: "Langue", value: "klingon" },
      { row: 7, column: "Rabais", value: "120" },
      { row: 7, column: "Infolettre", value: "peut-être" },
    ]);
  });

  it("in the importer's language", () => {
    expect(errorsOf({ Courriel: "x" })[0]?.message).toBe(
      "Ce n’est pas une adresse courriel\u00a0: corrigez-la (nom@exemple.com) ou videz la case.",
    );
    expect(errorsOf({ Courriel: "x" }, { language: "en", region: "CA" })[0]?.message).toBe(
      "This is not an e-mail address: correct it (name@example.com) or empty the cell.",
    );
  });

  it("when one of several e-mail addresses or phones is none", () => {
    expect(errorsOf({ Courriel: "a@example.com, b" })).toMatchObject([{ column: "Courriel", value: "b" }]);
    expect(errorsOf({ "Phone 1 - Value": "514 555-1212 ::: n/d" })).toMatchObject([
      { column: "Phone 1 - Value", value: "n/d" },
    ]);
  });

  it("and the rest of its row comes in", () => {
    expect(
      read({ Nom: "Noémie", Courriel: "n/d", Cellulaire: "514 555-1212", Pays: "Atlantide", Ville: "Laval" }),
    ).toEqual({
      client: {
        name: "Noémie",
        mobile: "+15145551212",
        addresses: [{ city: "Laval" }],
        raw: { mobile: "514 555-1212" },
      },
      errors: [expect.objectContaining({ column: "Pays" }), expect.objectContaining({ column: "Courriel" })],
    });
  });

  it("and its row too, when that would be nobody's", () => {
    expect(read({ Nom: "", Ville: "Laval" })).toEqual({ errors: [expect.objectContaining({ column: "", value: "" })] });
    expect(read({ Nom: "", Courriel: "n/d" })).toEqual({ errors: [expect.objectContaining({ column: "Courriel" })] });
    expect(read({ Nom: "", "Tél. bureau": "514 555-1212" })).toMatchObject({
      client: { phones: [{ label: "work", number: "+15145551212" }] },
    });
  });

  it("when its cells slipped out of their columns", () => {
    const columns = mapColumns(["Nom", "Note"], { Nom: "name", Note: "note" });
    expect(rowToClient({ row: 3, cells: ["Côté", "a", "b"], original: "" }, columns, QUEBEC)).toMatchObject({
      errors: [{ row: 3, column: "", value: "b" }],
    });
    expect(rowToClient({ row: 3, cells: ["Côté", "a", " "], original: "" }, columns, QUEBEC)).toMatchObject({
      client: { name: "Côté" },
    });
  });

  it("when half of its location is missing or off the Earth", () => {
    expect(errorsOf({ Latitude: "45,5" })).toMatchObject([{ column: "Latitude" }]);
    expect(errorsOf({ Latitude: "95", Longitude: "abc" })).toMatchObject([
      { column: "Latitude" },
      { column: "Longitude" },
    ]);
    expect(clientOf({ Latitude: "45,50170", Longitude: "\u221273,5673" }).addresses).toEqual([
      { location: { lat: 45.5017, lng: -73.5673 } },
    ]);
  });

  it("when a cell holds a spreadsheet's error, or more than fits", () => {
    expect(errorsOf({ Ville: "#REF!" })).toMatchObject([{ column: "Ville", value: "#REF!" }]);
    const [error] = errorsOf({ Ville: "x".repeat(201) });
    expect(error?.message).toContain("200");
    expect(error?.value).toHaveLength(200);
    expect(errorsOf({ Nom: "a".repeat(150), Prénom: "b".repeat(150) })).toHaveLength(1);
  });
});

describe("words and numbers", () => {
  it.each([
    ["Canada", "CA"],
    ["be", "BE"],
    ["België", "BE"],
    ["Etats-Unis", "US"],
    ["U.S.A.", "US"],
    ["Royaume-Uni", "GB"],
    ["Schweiz", "CH"],
    ["Côte d’Ivoire", "CI"],
    ["Hong Kong", "HK"],
    ["Atlantide", undefined],
    ["zz", undefined],
  ])("%s is the country %s", (name, code) => expect(countryCode(name)).toBe(code));

  it.each([
    ["Français", "fr"],
    ["ANGLAIS", "en"],
    ["Néerlandais", "nl"],
    ["Nederlands", "nl"],
    ["Deutsch", "de"],
    ["fr-CA", "fr"],
    ["fra", "fr"],
    ["Anglais (Canada)", "en"],
    ["klingon", undefined],
    ["xx", undefined],
  ])("%s is the language %s", (name, code) => expect(languageCode(name)).toBe(code));

  it.each([
    ["7,5", "7.5"],
    ["7.50 %", "7.5"],
    ["10", "10"],
    ["0", "0"],
    ["100,0", "100"],
    ["05", "5"],
    ["100,5", undefined],
    ["-5", undefined],
    ["1e1", undefined],
    ["dix", undefined],
  ])("%s is a discount of %s", (text, percent) => expect(percentage(text)).toBe(percent));

  it.each([
    ["-73,69281", 180, -73.69281],
    ["+45.5°", 90, 45.5],
    ["90", 90, 90],
    ["90,1", 90, undefined],
    ["45,5,1", 90, undefined],
    ["", 90, undefined],
  ])("%s within %d is %s degrees", (text, limit, value) => expect(degrees(text, limit)).toBe(value));

  it("yes and no, in several languages, and nothing in between", () => {
    expect(["Oui", "YES", "vrai", "1", "X", "ja"].map(yesOrNo)).toEqual(Array(6).fill(true));
    expect(["Non", "no", "FALSE", "0"].map(yesOrNo)).toEqual(Array(4).fill(false));
    expect(["peut-être", "2", "désabonné"].map(yesOrNo)).toEqual(Array(3).fill(undefined));
  });

  it("tags of either kind, each once", () => {
    expect(tagsOf("à relancer, VIP;vip | 2024\nhiver")).toEqual(["à relancer", "VIP", "2024", "hiver"]);
    expect(tagsOf("* myContacts ::: a, b ::: * starred ::: c")).toEqual(["a, b", "c"]);
  });
});
