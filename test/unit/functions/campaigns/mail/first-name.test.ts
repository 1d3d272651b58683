import { describe, expect, it } from "vitest";
import { firstNameOf } from "../../../../../functions/campaigns/mail/first-name.ts";

describe("the first name that a campaign speaks to", () => {
  it.each([
    ["Noémie Côté", "Noémie"],
    ["Tremblay, Jean", "Jean"],
    ["TREMBLAY Jean-Pierre", "Jean-Pierre"],
    ["JEAN TREMBLAY", "JEAN"],
    ["Mme Marie Roy", "Marie"],
    ["Dr. Anne L'Écuyer", "Anne"],
    ["Tremblay, M. Jean", "Jean"],
    ["Noémie", "Noémie"],
  ])("of %s is %s", (name, first) => {
    expect(firstNameOf({ name })).toBe(first);
  });

  it.each([
    "x@example.org",
    "M. Tremblay",
    "Mme Roy",
    "Monsieur Dubois",
    "J. Tremblay",
    "Jean et Marie Tremblay",
    "Roy & fils",
    "Acier Nord inc.",
    "Garage Martin",
    "SPRL Dupont",
    "Famille Roy",
    "514 555-0101",
    "",
  ])("is not guessed from %s", (name) => {
    expect(firstNameOf({ name })).toBe("");
  });

  it("is the client's own where it is known, unless a title or an address stands there", () => {
    expect(firstNameOf({ name: "Roy", firstName: "Ana" })).toBe("Ana");
    expect(firstNameOf({ name: "M. Roy", firstName: "M.", lastName: "Roy" })).toBe("");
    expect(firstNameOf({ name: "x", firstName: "ana@example.org" })).toBe("");
  });

  it("is none for a company, and for who is known by the last name", () => {
    expect(firstNameOf({ name: "Acier Nord", company: "Acier Nord" })).toBe("");
    expect(firstNameOf({ name: "Tremblay", lastName: "Tremblay" })).toBe("");
  });
});
