import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { readField } from "../../../../../functions/imports/parse/client-fields.ts";
import { mapColumns } from "../../../../../functions/imports/parse/columns.ts";
import { isOneSlipAway } from "../../../../../functions/imports/parse/one-slip.ts";
import { type CustomField, proposeMapping } from "../../../../../functions/imports/parse/propose-mapping.ts";

const proposed = (titles: string, customFields: CustomField[] = []) => proposeMapping(titles.split(";"), customFields);

describe("the proposed mapping", () => {
  it.each([
    ["Courriel", "email"],
    ["ADRESSE COURRIEL", "email"],
    ["E-mail", "email"],
    ["Email Address", "email"],
    ["Courriel du client", "email"],
    ["Courriel 2", "otherEmails"],
    ["Téléphone cellulaire", "mobile"],
    ["Cell.", "mobile"],
    ["Mobile Phone", "mobile"],
    ["GSM", "mobile"],
    ["No de téléphone", "phones.0.number"],
    ["Telephonne", "phones.0.number"],
    ["Tél. bureau", "phones.work.number"],
    ["Home Phone", "phones.home.number"],
    ["Fax", "phones.fax.number"],
    ["Nom", "name"],
    ["Nom du client", "name"],
    ["Customer name", "name"],
    ["Raison sociale", "company"],
    ["Nom de l'entreprise", "company"],
    ["Adresse", "addresses.0.line1"],
    ["Adresse 2", "addresses.0.line2"],
    ["Ville de facturation", "addresses.billing.city"],
    ["Shipping Zip", "addresses.shipping.postalCode"],
    ["Code postal", "addresses.0.postalCode"],
    ["Latitude", "addresses.0.location.lat"],
    ["Rabais %", "discountPercent"],
    ["Mots-clés", "tags"],
    ["Infolettre", "subscriptions.email.marketing"],
    ["SMS marketing", "subscriptions.sms.marketing"],
    ["Langue", "language"],
    ["Type", "type"],
    ["Taxe", "tax"],
    ["addresses[1].city", "addresses[1].city"],
    ["fields.couleur", "fields.couleur"],
  ])("of %s is %s", (title, field) => {
    const { mapping } = proposed(title);
    expect(readField(mapping[title] ?? "")).toEqual(readField(field));
    expect(mapping[title]).toBeDefined();
  });

  it.each([
    "Numéro client",
    "Date de naissance",
    "Date du dernier courriel envoyé",
    "SMS",
    "Solde",
    "État",
    "Photo",
    "",
    "   ",
  ])("leaves « %s » alone", (title) => expect(proposed(title)).toEqual({ mapping: {}, unmapped: [title] }));

  it("takes « Nom » for the family name beside first names, else for the whole name", () => {
    expect(proposed("Nom;Prénom").mapping).toEqual({ Nom: "lastName", Prénom: "firstName" });
    expect(proposed("Nom;Courriel").mapping).toMatchObject({ Nom: "name" });
    expect(proposed("Name;Given Name;Family Name").mapping).toEqual({
      Name: "name",
      "Given Name": "firstName",
      "Family Name": "lastName",
    });
  });

  it("never gives one field to two columns, but keeps second e-mails and phones", () => {
    expect(proposed("Courriel;E-mail;Cellulaire;Mobile;Ville;City")).toEqual({
      mapping: {
        Courriel: "email",
        "E-mail": "otherEmails",
        Cellulaire: "mobile",
        Mobile: "phones.mobile.number",
        Ville: "addresses.0.city",
      },
      unmapped: ["City"],
    });
  });

  it("knows the account's own fields by label and by key", () => {
    const fields = [{ key: "tire_size", label: "Taille des pneus" }];
    expect(proposed("TAILLE DES PNEUS;tire_size", fields)).toEqual({
      mapping: { "TAILLE DES PNEUS": "fields.tire_size" },
      unmapped: ["tire_size"],
    });
  });

  it("knows Google's titles, the present ones and the former", () => {
    const { mapping, unmapped } = proposed(
      "Given Name;Additional Name;Family Name;Group Membership;E-mail 1 - Type;E-mail 1 - Value;E-mail 2 - Value;Phone 1 - Type;Phone 1 - Value;Address 2 - Extended Address;Organization 1 - Name",
    );
    expect(mapping).toEqual({
      "Given Name": "firstName",
      "Additional Name": "middleName",
      "Family Name": "lastName",
      "Group Membership": "tags",
      "E-mail 1 - Value": "email",
      "E-mail 2 - Value": "otherEmails",
      "Phone 1 - Type": "phones.1.label",
      "Phone 1 - Value": "phones.1.number",
      "Address 2 - Extended Address": "addresses.2.line2",
      "Organization 1 - Name": "company",
    });
    expect(unmapped).toEqual(["E-mail 1 - Type"]);
  });

  test.prop([fc.uniqueArray(fc.string({ unit: "grapheme", maxLength: 20 }), { maxLength: 12 })])(
    "names only fields there are, and accounts for every column",
    (headers) => {
      const { mapping, unmapped } = proposeMapping(headers);
      for (const field of Object.values(mapping)) expect(readField(field)).toBeDefined();
      expect([...Object.keys(mapping), ...unmapped].toSorted()).toEqual(headers.toSorted());
    },
  );
});

describe("a mapping", () => {
  it("says which of its titles and fields there are not", () => {
    const { columns, unknownHeaders, unknownFields } = mapColumns(["Nom", "Courriel", "Note"], {
      Nom: "name",
      Courriel: "mail",
      Note: "",
      Ville: "addresses.city",
    });
    expect(columns).toEqual([{ index: 0, header: "Nom", target: { kind: "single", field: "name" } }]);
    expect(unknownHeaders).toEqual(["Ville"]);
    expect(unknownFields).toEqual(["mail"]);
  });

  it.each([
    "addresses",
    "addresses.0",
    "addresses.0.street",
    "phones.0.1.number",
    "phones.A",
    "fields.",
    "subscriptions.email",
    "constructor",
  ])("knows no field %s", (path) => expect(readField(path)).toBeUndefined());
});

it.each([
  ["courriel", "couriel", true],
  ["courriel", "courrriel", true],
  ["courriel", "courrial", true],
  ["courriel", "corurriel", true],
  ["courriel", "courreil", true],
  ["courriel", "courriels", true],
  ["courriel", "courriel", true],
  ["courriel", "couirrel", false],
  ["courriel", "ouriel", false],
])("%s and %s are one slip apart: %s", (a, b, expected) => {
  expect(isOneSlipAway(a, b)).toBe(expected);
  expect(isOneSlipAway(b, a)).toBe(expected);
});
