import type { Client } from "../../shared/entities/client.ts";
import { type AccountId, derivedId } from "../../shared/ids.ts";

const firstNames = ["Noémie", "Jean-Luc", "Zoé", "Liam", "Amélie", "Mathis", "Chloé", "Omar", "Inès", "Wei"];
const lastNames = ["Côté", "Tremblay", "Van den Berghe", "O'Neill", "Nguyen", "Bouchard", "Lefebvre", "Singh", "Roy"];
const streets = ["rue Saint-Denis", "avenue du Parc", "chemin du Lac", "boulevard Laurier"];
const cities = ["Montréal", "Québec", "Laval", "Sherbrooke", "Gatineau"];

const pick = (from: readonly string[], number: number): string => from[number % from.length] ?? "";
const padded = (number: number): string => String(number).padStart(7, "0");

/**
 * The client of a number, as an account of an ordinary business has them: names, an e-mail, mostly a mobile, an address
 * with a position, some tags. The number is part of the name, so that clients of every number spread over the alphabet.
 */
export const sampleClient = (accountId: AccountId, number: number): Client => {
  const [firstName, lastName] = [pick(firstNames, number), pick(lastNames, Math.floor(number / 10))];
  const at = new Date(Date.UTC(2025, 0, 1) + number * 60_000).toISOString();
  const marketing = number % 3 !== 0;
  return {
    id: derivedId("client", accountId, String(number)),
    accountId,
    name: `${firstName} ${lastName} ${padded(number)}`,
    firstName,
    lastName: `${lastName} ${padded(number)}`,
    email: `client-${number}@mail-${number % 500}.example`,
    ...(number % 4 === 0 ? {} : { mobile: `+1514${padded(2_000_000 + number)}` }),
    phones: [],
    addresses: [
      {
        id: derivedId("location", accountId, String(number)),
        line1: `${1 + (number % 900)} ${pick(streets, number)}`,
        city: pick(cities, number),
        region: "QC",
        postalCode: "H2X 1Y4",
        country: "CA",
        location: position(number),
      },
    ],
    language: number % 2 === 0 ? "fr" : "en",
    tags: [...(number % 10 === 0 ? ["VIP"] : []), ...(number % 7 === 0 ? ["Flotte"] : [])],
    fields: {},
    showNote: false,
    signatureExempt: false,
    disabled: false,
    assignedTo: [],
    status: "active",
    subscriptions: { email: { general: true, marketing }, sms: { general: true, marketing: false } },
    version: 1,
    createdAt: at,
    createdBy: "mem_bench",
    updatedAt: at,
    updatedBy: "mem_bench",
    source: "import",
  };
};

/** Spread evenly over southern Québec: a larger account has its clients closer together. */
const position = (number: number) => ({
  lat: Number((45 + ((number * 0.618_033_988_7) % 1) * 2).toFixed(6)),
  lng: Number((-74 + ((number * 0.414_213_562_3) % 1) * 4).toFixed(6)),
});
