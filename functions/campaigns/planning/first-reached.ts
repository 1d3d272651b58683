import { keys } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { addressFacts, addressMark, addressStanding } from "../../../shared/entities/address-fact.ts";
import type { Addressees } from "./addressees.ts";
import type { AudienceEntry } from "./audience.ts";
import { toldExclusion } from "./audience-clients.ts";
import { fatesOf } from "./audience-count.ts";
import type { KnownAddresses } from "./known-addresses.ts";

/** Addressees in the one page that is looked at. */
const FIRST = 10;

/**
 * Whether the first addressee whose list entry promises so gets the campaign. Mostly that is the whole answer, for the
 * price of one page and one address; when it is not, all that the account knows of addresses must be read.
 */
export const firstIsReached = async (
  db: AccountTable,
  addressees: Pick<Addressees, "page" | "leftOut" | "reached">,
  optedInOnly: boolean,
): Promise<boolean> => {
  const { entries } = await addressees.page(undefined, FIRST);
  const promising = entries.find(
    (entry) =>
      !addressees.leftOut.has(entry.id) && markIn(db, entry) && !toldExclusion(entry, optedInOnly, nothingKnown),
  );
  const mark = promising && markIn(db, promising);
  if (!promising || !mark) return false;
  const [fate] = await fatesOf(db, [promising], optedInOnly, await knownOf(db, mark));
  return fate !== undefined && "address" in fate && !addressees.reached.has(fate.address);
};

const nothingKnown = { standingOfMark: () => undefined };

const markIn = ({ accountId }: AccountTable, { address, client }: AudienceEntry): string | undefined =>
  address ?? (client?.email ? addressMark(accountId, client.email) : undefined);

/** What is known of one address alone. */
const knownOf = async (db: AccountTable, mark: string): Promise<KnownAddresses> => {
  const { pk } = keys.addressFact(db.accountId, mark);
  const { items } = await db.list(addressFacts, { pk }, { prefix: mark, limit: 1 });
  const standing = addressStanding(items[0]);
  return { standingOf: () => standing, standingOfMark: () => standing, isAll: true };
};
