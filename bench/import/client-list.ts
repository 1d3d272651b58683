import type { AccountId } from "../../shared/ids.ts";
import { sampleClient } from "../support/sample-clients.ts";

const titles =
  "Prénom;Nom;Courriel;Téléphone cellulaire;Adresse;Ville;Province;Code postal;Pays;Langue;Mots-clés;Latitude;Longitude";
/** Lines that are handed over at once, as a download hands over blocks. */
const BLOCK = 500;
/** One row in so many shares the e-mail of another person, where rows share them at all. */
export const SHARING = 10;

/**
 * A client list as a spreadsheet saves it, made while it is read.
 * @param shared in every tenth row somebody else has the e-mail of the row before
 */
export async function* clientList(account: AccountId, rows: number, shared = false): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${titles}\r\n`);
  for (let start = 0; start < rows; start += BLOCK) {
    const lines = Array.from({ length: Math.min(BLOCK, rows - start) }, (_, index) => {
      const number = start + index;
      return line(account, number, shared && number % SHARING === SHARING - 1);
    });
    yield Buffer.from(lines.join(""));
  }
}

/** About as many bytes as the list has: progress is told from it. */
export const sizeOfList = (rows: number): number => rows * 150;

const line = (account: AccountId, number: number, sharesEmail: boolean): string => {
  const { firstName, lastName, mobile, addresses, language, tags } = sampleClient(account, number);
  const { email } = sampleClient(account, sharesEmail ? number - 1 : number);
  const [{ line1, city, region, postalCode, country, location } = { line1: "" }] = addresses;
  const typed = mobile ? `(514) ${mobile.slice(5, 8)}-${mobile.slice(8)}` : "";
  const position = [location?.lat, location?.lng].map((degrees) => String(degrees).replace(".", ","));
  const cells = [
    firstName,
    sharesEmail ? `${lastName} ${number}` : lastName,
    email,
    typed,
    line1,
    city,
    region,
    postalCode,
    country,
  ];
  return `${[...cells, language === "fr" ? "Français" : "Anglais", tags.join(", "), ...position].join(";")}\r\n`;
};
