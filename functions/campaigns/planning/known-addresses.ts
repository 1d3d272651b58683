import type { AccountTable } from "../../../shared/db/table.ts";
import {
  type AddressStanding,
  addressMark,
  addressStanding,
  allFacts,
  markOf,
} from "../../../shared/entities/address-fact.ts";
import { addressSet } from "./address-set.ts";

/** What is known against an address, whoever has it. */
export type StandingOf = (email: string) => AddressStanding | undefined;

export interface KnownAddresses {
  standingOf: StandingOf;
  /** The same by the mark that a list holds. */
  standingOfMark(mark: string): AddressStanding | undefined;
  /** Whether all of the account's were read. */
  isAll: boolean;
}

/** Facts that are read in one request: some three megabytes. */
export const MOST_KNOWN = 10_000;

/**
 * Addresses of an account that something is known against; each takes some twenty bytes. Reading all of them costs as much
 * as there are, whatever the number of recipients: a worker does, a request reads no more than the first
 * {@link MOST_KNOWN} and answers with an estimate, since most of them are told by the client as well.
 */
export const knownAddresses = async (db: AccountTable, most = Number.POSITIVE_INFINITY): Promise<KnownAddresses> => {
  const marks = { suppressed: addressSet(), unsubscribed: addressSet() };
  let size = 0;
  let read = 0;
  let isAll = true;
  for await (const fact of allFacts(db)) {
    if (read === most) {
      isAll = false;
      break;
    }
    read += 1;
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
  return { standingOf, standingOfMark, isAll };
};
