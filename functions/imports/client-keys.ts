import type { Lookup } from "../../shared/entities/lookup.ts";
import { type AccountId, type ClientId, derivedId } from "../../shared/ids.ts";
import { fold } from "../../shared/text/fold.ts";
import { nameKey } from "./names.ts";
import type { ImportedClient } from "./parse/imported-client.ts";

/**
 * What a new client of this row is told from all others by: its e-mail or mobile with its name, since people share
 * addresses and numbers; without either, all that the row says of who it is. Rows that say the same are one client.
 */
export const identityOf = (row: ImportedClient): string => {
  if (row.email) return `email ${row.email}|${nameKey(row)}`;
  if (row.mobile) return `mobile ${row.mobile}|${nameKey(row)}`;
  const { line1, city, postalCode } = row.addresses?.[0] ?? {};
  const address = [row.company, line1, city, postalCode].map((part) => fold(part ?? ""));
  const phones = (row.phones ?? []).map(({ number }) => number).sort();
  return ["row", nameKey(row), ...address, ...phones].join("|");
};

/**
 * The id that an import gives to the client of an identity: the same in every run, so that starting again, or dying
 * half-way, creates nothing twice. `generation` leads to the next one where a client of that id is archived, purged, or
 * somebody else by now.
 */
export const importedId = (account: AccountId, identity: string, generation: number): ClientId =>
  derivedId("client", "import", account, identity, String(generation));

type Reached = Pick<ImportedClient, "email" | "otherEmails" | "mobile">;

/** The addresses and numbers by which a row may be found among clients. */
export const keysOf = ({ email, otherEmails = [], mobile }: Reached): string[] => [
  ...new Set([
    ...[email, ...otherEmails].flatMap((address) => (address ? [`email ${address}`] : [])),
    ...(mobile ? [`mobile ${mobile}`] : []),
  ]),
];

export const lookupOf = (key: string): Lookup => {
  const [what, value = ""] = key.split(" ", 2);
  return { what: what === "mobile" ? "mobile" : "email", value };
};
