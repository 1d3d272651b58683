import { type AccountId, type ClientId, derivedId } from "../../shared/ids.ts";
import { fold } from "../../shared/text/fold.ts";
import type { ImportedClient } from "./parse/imported-client.ts";

/**
 * What tells that a row speaks of a client that we know: its e-mail or mobile; without either, its name with its first
 * address, which is all a row says of who it is.
 */
export const naturalKeys = ({ email, mobile, ...row }: ImportedClient): string[] => {
  const keys = [...(email ? [`email ${email}`] : []), ...(mobile ? [`mobile ${mobile}`] : [])];
  return keys.length > 0 ? keys : [`row ${anonymous(row)}`];
};

const anonymous = ({ name, firstName, lastName, company, addresses }: ImportedClient): string => {
  const { line1, city, postalCode } = addresses?.[0] ?? {};
  return [name, firstName, lastName, company, line1, city, postalCode].map((part) => fold(part ?? "")).join("|");
};

/**
 * The id that an import gives to the client of a natural key: the same in every run, so that starting again, or dying
 * half-way, creates nothing twice. `generation` leads to another one where a client of that id is in the archive.
 */
export const importedId = (account: AccountId, key: string, generation: number): ClientId =>
  derivedId("client", "import", account, key, String(generation));
