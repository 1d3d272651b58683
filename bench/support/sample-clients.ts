import type { Client } from "../../shared/entities/client.ts";
import { type AccountId, derivedId } from "../../shared/ids.ts";

// Of the same length each, so that a page of clients is as large wherever it begins.
const firstNames = ["Amélie", "Aurèle", "Cédric", "Célina", "Gaétan", "Mélina", "Noémie", "Régine", "Solène", "Valère"];
const lastNames = ["Bergeron", "Bouchard", "Cloutier", "Fournier", "Gauthier", "Lapointe", "Lefebvre", "Tremblay"];
const streets = ["rue Bernard", "rue Laurier", "rue Ontario"];

const pick = (from: readonly string[], number: number): string => from[number % from.length] ?? "";
const padded = (number: number): string => String(number).padStart(7, "0");

/**
 * The client of a number, as an ordinary business has them: a name, an e-mail, mostly a mobile, an address with its
 * position, some tags. An account that grows keeps what it had and opens another town: a thousand clients of one name,
 * 50 km from the last thousand.
 */
export const sampleClient = (accountId: AccountId, number: number): Client => {
  const town = Math.floor(number / 1000);
  const [firstName, lastName] = [pick(firstNames, town), pick(lastNames, Math.floor(town / 10))];
  const at = new Date(Date.UTC(2025, 0, 1) + number * 60_000).toISOString();
  return {
    id: derivedId("client", accountId, String(number)),
    accountId,
    name: `${firstName} ${lastName} ${padded(number)}`,
    firstName,
    lastName: `${lastName} ${padded(number)}`,
    email: `client-${padded(number)}@mail-${100 + (number % 500)}.example`,
    ...(number % 4 === 0 ? {} : { mobile: `+1514${padded(2_000_000 + number)}` }),
    phones: [],
    addresses: [
      {
        id: derivedId("location", accountId, String(number)),
        line1: `${100 + (number % 900)} ${pick(streets, number)}`,
        city: "Longueuil",
        region: "QC",
        postalCode: "J4H 1A1",
        country: "CA",
        location: positionIn(town, number),
      },
    ],
    language: number % 2 === 0 ? "fr" : "en",
    tags: [...(number % 2 === 0 ? ["VIP"] : []), ...(number % 5 === 1 ? ["Flotte"] : [])],
    fields: {},
    showNote: false,
    signatureExempt: false,
    disabled: false,
    assignedTo: [],
    status: "active",
    subscriptions: { email: { general: true, marketing: true }, sms: { general: true, marketing: false } },
    version: 1,
    createdAt: at,
    createdBy: "mem_bench",
    updatedAt: at,
    updatedBy: "mem_bench",
    source: "import",
  };
};

/** Where the first town lies. */
export const FIRST_TOWN = { lat: 45.5, lng: -73.5 } as const;

const positionIn = (town: number, number: number) => ({
  lat: rounded(FIRST_TOWN.lat + Math.floor(town / 40) * 0.5 + spread(number, 0.618_034) * 0.1),
  lng: rounded(FIRST_TOWN.lng + (town % 40) * 0.7 + spread(number, 0.414_214) * 0.1),
});

/** Evenly over -1 to 1, in an order that looks like none. */
const spread = (number: number, step: number): number => ((number * step) % 1) * 2 - 1;
const rounded = (degrees: number): number => Number(degrees.toFixed(6));
