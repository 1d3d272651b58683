import type { Client } from "../../shared/entities/client.ts";
import type { AddressInput } from "../../shared/entities/client-draft.ts";
import type { Evidence } from "./match-row.ts";
import type { ImportedAddress, ImportedClient, ImportedPhone } from "./parse/imported-client.ts";
import { news, sameText } from "./same-text.ts";

interface Reach {
  email: string | undefined;
  otherEmails: string[];
  mobile: string | undefined;
  phones: ImportedPhone[];
  addresses: AddressInput[];
}

/**
 * Where a client is reached after a row: what an id or a decision lets it correct is corrected in its place; otherwise
 * what it says is added, and a number that gives way to another one is kept among the phones.
 */
export const mergedReach = (client: Client, row: ImportedClient, by: Evidence, isFirst: boolean): Reach => {
  const corrects = by === "id" && isFirst;
  const email = mergedEmail(client, row, by !== "agreement" && isFirst);
  const mobile = mergedMobile(client, row, isFirst);
  const left = [client.mobile, row.mobile].filter((number) => number && number !== mobile);
  const phones = corrects ? correctedPhones(client, row) : addedPhones(client, row);
  const more =
    corrects && isReplaced(client, row) ? [] : left.map((number) => ({ label: "mobile", number: number ?? "" }));
  const emails = [
    ...(client.otherEmails ?? []),
    ...(by === "decision" && client.email && client.email !== email ? [client.email] : []),
    ...(row.email && row.email !== email ? [row.email] : []),
    ...(row.otherEmails ?? []),
  ].filter((address) => address !== email || (email === client.email && client.otherEmails?.includes(address)));
  return {
    email,
    mobile,
    otherEmails: [...new Set(emails)],
    phones: distinctNumbers([...phones, ...more], mobile, client),
    addresses: corrects ? correctedAddresses(client, row) : addedAddresses(client, row),
  };
};

/** An address that the client has among the others stays there: it is no news which one is the first. */
const mergedEmail = (client: Client, row: ImportedClient, corrects: boolean): string | undefined => {
  if (!row.email || (!client.email && client.otherEmails?.includes(row.email))) return client.email;
  return corrects ? row.email : (client.email ?? row.email);
};

const mergedMobile = (client: Client, row: ImportedClient, isFirst: boolean): string | undefined => {
  if (!row.mobile || (!client.mobile && client.phones.some(({ number }) => number === row.mobile)))
    return client.mobile;
  return isFirst ? row.mobile : (client.mobile ?? row.mobile);
};

const isReplaced = (client: Client, row: ImportedClient): boolean =>
  row.mobile !== undefined && client.mobile !== undefined && row.mobile !== client.mobile;

const addedPhones = (client: Client, { phones = [] }: ImportedClient): ImportedPhone[] => [...client.phones, ...phones];

/** A number that stands where another one stood is that one, corrected. */
const correctedPhones = (client: Client, { phones = [] }: ImportedClient): ImportedPhone[] => {
  const kept = client.phones.map((phone, place) => {
    const said = phones[place];
    const isCorrected = said && ![...client.phones].some(({ number }) => number === said.number);
    const isGone = !phones.some(({ number }) => number === phone.number);
    return isCorrected && isGone ? { ...phone, raw: undefined, ...said } : phone;
  });
  return [...kept, ...phones] as ImportedPhone[];
};

const distinctNumbers = (
  phones: readonly ImportedPhone[],
  mobile: string | undefined,
  client: Client,
): ImportedPhone[] => {
  const known = new Set(client.phones.map(({ number }) => number));
  const byNumber = new Map<string, ImportedPhone>();
  for (const phone of phones) if (!byNumber.has(phone.number)) byNumber.set(phone.number, phone);
  return [...byNumber.values()].filter(({ number }) => number !== mobile || known.has(number));
};

type Place = Pick<ImportedAddress, "line1" | "city" | "postalCode">;

const samePlace = (a: Place, b: Place): boolean =>
  sameText(a.line1, b.line1) && sameText(a.city, b.city) && sameText(a.postalCode, b.postalCode);

const addedAddresses = (client: Client, { addresses = [] }: ImportedClient): AddressInput[] => [
  ...client.addresses,
  ...addresses.filter((address) => !client.addresses.some((known) => samePlace(known, address))),
];

/** An address that is there stays, with what the row says of it; one that stands in its place is the same, corrected. */
const correctedAddresses = (client: Client, { addresses = [] }: ImportedClient): AddressInput[] => {
  const left = new Set(addresses);
  const kept = client.addresses.map((known, place) => {
    const inPlace = addresses[place];
    const said =
      addresses.find((address) => samePlace(address, known)) ??
      (inPlace && !client.addresses.some((other) => samePlace(other, inPlace)) ? inPlace : undefined);
    if (!said || !left.has(said)) return known;
    left.delete(said);
    return correctedAddress(known, said);
  });
  return [...kept, ...left];
};

const correctedAddress = (known: Client["addresses"][number], said: ImportedAddress): AddressInput => {
  const part = (name: "label" | "line1" | "line2" | "city" | "region" | "postalCode" | "country") =>
    news(known[name], said[name]);
  const isNear = said.location && known.location && near(said.location, known.location);
  return {
    ...known,
    label: part("label"),
    line1: part("line1"),
    line2: part("line2"),
    city: part("city"),
    region: part("region"),
    postalCode: part("postalCode"),
    country: part("country"),
    location: isNear ? known.location : (said.location ?? known.location),
  };
};

const near = (a: { lat: number; lng: number }, b: { lat: number; lng: number }): boolean =>
  Math.abs(a.lat - b.lat) < 1e-9 && Math.abs(a.lng - b.lng) < 1e-9;
