import type { AccountTable } from "../../shared/db/table.ts";
import {
  type AddressStanding,
  addressHash,
  addressMark,
  addressStanding,
  allFacts,
  markOf,
  readFacts,
} from "../../shared/entities/address-fact.ts";
import { markSet } from "./mark-set.ts";

/** What is known against an address, whoever has it. */
export type StandingOf = (email: string) => AddressStanding | undefined;

export interface KnownAddresses {
  standingOf: StandingOf;
  /** The same by the mark that a list holds. */
  standingOfMark(mark: string): AddressStanding | undefined;
}

/**
 * All addresses of an account that something is known against. Reading them costs as much as there are of them, whatever
 * the number of recipients; each takes some twenty bytes.
 */
export const knownAddresses = async (db: AccountTable): Promise<KnownAddresses> => {
  const marks = { suppressed: markSet(), unsubscribed: markSet() };
  let size = 0;
  for await (const fact of allFacts(db)) {
    const standing = addressStanding(fact);
    if (!standing) continue;
    marks[standing].add(markOf(fact.hash));
    size += 1;
  }
  const standingOfMark = (mark: string) => {
    if (marks.suppressed.has(mark)) return "suppressed";
    return marks.unsubscribed.has(mark) ? "unsubscribed" : undefined;
  };
  // Most accounts know little of their addresses: hashing every one of a million is saved where nothing is known.
  const standingOf = (email: string) => (size === 0 ? undefined : standingOfMark(addressMark(db.accountId, email)));
  return { standingOf, standingOfMark };
};

/** Some addresses, as they are now. */
export const standingsNow = async (db: AccountTable, emails: readonly (string | undefined)[]): Promise<StandingOf> => {
  const hashes = new Map(
    emails.flatMap((email): [string, string][] => (email ? [[email, addressHash(db.accountId, email)]] : [])),
  );
  const facts = await readFacts(db, [...hashes.values()], { consistent: true });
  return (email) => addressStanding(facts.get(hashes.get(email) ?? ""));
};
