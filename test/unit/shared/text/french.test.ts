import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { keptText } from "../../../../functions/privacy/words.ts";
import { frenchOf, inRegion } from "../../../../shared/text/french.ts";
import { ofBusiness, takesElision } from "../../../../shared/text/french-elision.ts";

const quebec = frenchOf("CA");

describe("French before a name", () => {
  it.each([
    ["Océane", "d’Océane"],
    ["Atelier Tremblay", "d’Atelier Tremblay"],
    ["Élise", "d’Élise"],
    ["Œuvrard", "d’Œuvrard"],
    ["« Atelier »", "d’« Atelier »"],
    // A mute h, and one that is said.
    ["Hélène", "d’Hélène"],
    ["Hôtel Meuse", "d’Hôtel Meuse"],
    ["Herboristerie du Parc", "d’Herboristerie du Parc"],
    ["Harper", "de Harper"],
    ["Hockey Québec", "de Hockey Québec"],
    ["Homard Plus", "de Homard Plus"],
    ["Héros du quartier", "de Héros du quartier"],
    // A vowel before a consonant, a consonant before a vowel.
    ["Yves", "d’Yves"],
    ["Yvonne", "d’Yvonne"],
    ["Yann", "de Yann"],
    ["Yoga Nord", "de Yoga Nord"],
    ["Wouter", "de Wouter"],
    ["Onze Bar", "de Onze Bar"],
    ["Oui Bistro", "de Oui Bistro"],
    ["8 à Huit", "de 8 à Huit"],
    ["Garage Boréal", "de Garage Boréal"],
    ["", "de "],
  ])("%j: %j", (name, expected) => {
    expect(ofBusiness(name)).toBe(expected);
    expect(quebec`de ${name}`).toBe(expected);
  });

  it("takes up the article that a business's name begins with", () => {
    expect(ofBusiness("Le Petit Salon")).toBe("du Petit Salon");
    expect(ofBusiness("Les Entreprises Roy")).toBe("des Entreprises Roy");
    expect(ofBusiness("L’Atelier Tremblay")).toBe("de L’Atelier Tremblay");
    expect(ofBusiness("La Boîte à coupe")).toBe("de La Boîte à coupe");
    // Of a person it is part of the name.
    expect(quebec`Un fichier de ${"Le Goff"}`).toBe("Un fichier de Le Goff");
  });

  it("elides `que`, `jusque`, `lorsque` and `puisque` too, and no other word that ends like them", () => {
    expect(quebec`parce que ${"Océane"} attend`).toBe("parce qu’Océane attend");
    expect(quebec`Que ${"Hugo"} vienne`).toBe("Qu’Hugo vienne");
    expect(quebec`lorsque ${"Anne"} vient`).toBe("lorsqu’Anne vient");
    expect(quebec`le code ${"A1"}, la banque ${"Argenta"}`).toBe("le code A1, la banque Argenta");
  });

  test.prop([fc.string(), fc.string()])("leaves what is filled in as it is", (one, other) => {
    expect(quebec`${one} / ${other}`).toBe(`${one} / ${other}`);
    expect(frenchOf("BE")`${one} / ${other}`).toBe(`${one} / ${other}`);
  });

  test.prop([fc.string()])("knows a name by its first word", (name) => {
    expect(takesElision(` ${name} suite`)).toBe(takesElision(`${name} suite`));
  });
});

describe("French of other countries", () => {
  it.each([
    ["Par courriel ou par texto", "Par e-mail ou par SMS"],
    ["Le courriel n’a pas pu être remis", "L’e-mail n’a pas pu être remis"],
    ["le contenu du courriel", "le contenu de l’e-mail"],
    ["répondre au courriel", "répondre à l’e-mail"],
    ["Ce courriel vous est adressé", "Cet e-mail vous est adressé"],
    ["Se désabonner de ces courriels", "Se désabonner de ces e-mails"],
    ["plus de courriels", "plus d’e-mails"],
    ["Courriels et textos", "E-mails et SMS"],
    ["du texto", "du SMS"],
    ["L'adresse courriel est prise", "L'adresse e-mail est prise"],
    ["un nouveau courriel", "un nouvel e-mail"],
    ["des contextos", "des contextos"],
  ])("%j is %j", (québec, abroad) => {
    expect(inRegion(québec, "CA")).toBe(québec);
    expect(inRegion(québec, "FR")).toBe(abroad);
    expect(inRegion(québec, "BE")).toBe(abroad);
  });

  it("differs between Liège and Lyon where they do", () => {
    expect(inRegion("Votre cellulaire", "BE")).toBe("Votre GSM");
    expect(inRegion("Votre cellulaire", "FR")).toBe("Votre portable");
  });

  it("says the receipt of an erasure too, in the words of the business's country", () => {
    expect(keptText("sent_mail", "fr-CA")).toMatch(/^Les courriels /);
    expect(keptText("sent_mail", "fr-BE")).toMatch(/^Les e-mails /);
    expect(keptText("sent_mail", "en-GB")).toMatch(/^E-mails /);
  });

  it("is never put into what others wrote", () => {
    expect(frenchOf("BE")`Courriel de ${"Courriel Express"}`).toBe("E-mail de Courriel Express");
  });
});
