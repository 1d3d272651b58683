import type { Client } from "../../shared/entities/client.ts";
import type { AccountId } from "../../shared/ids.ts";
import { sampleClient } from "../support/sample-clients.ts";

const letters = "abcdefghij";
/** A name that nobody else in the list has. */
const lastNameOf = (number: number): string =>
  `N${[...String(number).padStart(6, "0")].map((digit) => letters[Number(digit)]).join("")}`;

/** The client that the limits speak of: a name of two words, an e-mail at a shared provider, a mobile, one tag. */
export const ordinaryClient = (account: AccountId, number: number): Client => {
  const { firstName: _, company: __, mobile: ___, ...rest } = sampleClient(account, number);
  const lastName = lastNameOf(number);
  return {
    ...rest,
    firstName: "Zoé",
    lastName,
    name: `Zoé ${lastName}`,
    email: `${lastName.toLowerCase()}@gmail.com`,
    mobile: `+1514${2_000_000 + number}`,
    addresses: [],
    tags: ["VIP"],
    language: "fr",
    subscriptions: { email: { general: true, marketing: false }, sms: { general: true, marketing: false } },
  };
};

/** A list of such clients, as a spreadsheet saves it. */
export async function* ordinaryList(account: AccountId, rows: number): AsyncGenerator<Uint8Array> {
  const lines = Array.from({ length: rows }, (_, number) => {
    const { firstName, lastName, email, mobile = "", tags } = ordinaryClient(account, number);
    return [firstName, lastName, email, `(514) ${mobile.slice(5, 8)}-${mobile.slice(8)}`, ...tags].join(";");
  });
  yield Buffer.from(["Prénom;Nom;Courriel;Téléphone cellulaire;Mots-clés", ...lines, ""].join("\r\n"));
}
