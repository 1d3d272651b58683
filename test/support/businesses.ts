import { derivedId } from "../../shared/ids.ts";
import type { LanguageTag } from "../../shared/messaging/language.ts";
import { testAccount } from "./campaigns/scenario.ts";

/** Two businesses with a face of their own, one in Québec and one in Belgium; its colour is too pale to write with. */
const businesses = {
  CA: testAccount({
    name: "Garage Boréal",
    senderEmail: "bonjour@garage.example",
    postalAddress: "1450, rue des Mélèzes\nMontréal (Québec)  H2X 1Y4",
    phone: "+15145550100",
    phoneShown: "(514) 555-0100",
    website: "https://garage.example",
    accentColor: "#1d6b52",
    logo: derivedId("document", "garage-boreal.png"),
  }),
  BE: testAccount({
    name: "Atelier Meuse",
    country: "BE",
    senderEmail: "bonjour@atelier.example",
    postalAddress: "Quai de la Meuse 12\n4000 Liège",
    phone: "+3242211212",
    phoneShown: "04 221 12 12",
    website: "https://atelier.example",
    accentColor: "#f5c400",
    logo: derivedId("document", "salon-meuse.png"),
  }),
};

export const businessFor = (language: LanguageTag) => businesses[language === "fr-BE" ? "BE" : "CA"];

/** Which of the pictures of the demo is the logo at an address. */
export const logoAt = (address: string): string | undefined =>
  ["garage-boreal.png", "salon-meuse.png"].find((name) => address.endsWith(`.${derivedId("document", name)}`));
