import type { AccountTable } from "../../../shared/db/table.ts";
import { addressMark } from "../../../shared/entities/address-fact.ts";
import type { Exclusion } from "../../../shared/entities/campaign-plan.ts";
import { exclusionOf } from "../../../shared/messaging/marketing-exclusion.ts";
import type { AddressSet } from "./address-set.ts";
import type { AudienceEntry } from "./audience.ts";
import { clientsById, needsClient, toldExclusion } from "./audience-clients.ts";
import type { KnownAddresses } from "./known-addresses.ts";
import { forPlanning } from "./planned-client.ts";

/** What has been counted so far of those whom a campaign may go to. */
export interface AudienceCount {
  counted: number;
  reasons: ReadonlyMap<Exclusion, number>;
}

export const nothingCounted: AudienceCount = { counted: 0, reasons: new Map() };

/** By what addressees are judged. */
export interface Judging {
  db: AccountTable;
  optedInOnly: boolean;
  known: KnownAddresses;
  /** Addresses that get nothing, whoever has them. */
  reached: Pick<AddressSet, "has">;
}

/**
 * The count with some more addressees, who are judged as they are when the campaign is planned.
 * @param met the addresses that were met so far: those of these are added
 * @param onNew told of each address that was not met before
 */
export const countOn = async (
  { counted, reasons }: AudienceCount,
  entries: readonly AudienceEntry[],
  { db, optedInOnly, known, reached }: Judging,
  met: AddressSet,
  onNew: (address: string) => void = () => undefined,
): Promise<AudienceCount> => {
  const next = new Map(reasons);
  for (const fate of await fatesOf(db, entries, optedInOnly, known)) {
    const isRepeated = "address" in fate && (met.has(fate.address) || reached.has(fate.address));
    const reason = "reason" in fate ? fate.reason : isRepeated ? "same_address" : undefined;
    if (reason) next.set(reason, (next.get(reason) ?? 0) + 1);
    if (!("address" in fate) || met.has(fate.address)) continue;
    met.add(fate.address);
    onNew(fate.address);
  }
  return { counted: counted + entries.length, reasons: next };
};

/** A client gets the e-mail at an address, which is given as its mark, or does not, for a reason. */
type ClientFate = { reason: Exclusion } | { address: string };

/** Clients are read only where the list does not say enough of them. */
export const fatesOf = async (
  db: AccountTable,
  entries: readonly AudienceEntry[],
  optedInOnly: boolean,
  known: KnownAddresses,
): Promise<ClientFate[]> => {
  const told = entries.map((entry) => toldFate(db, entry, optedInOnly, known));
  const found = await clientsById(
    db,
    entries.filter(({ client }, index) => !told[index] && !client),
    forPlanning,
  );
  return entries.map((entry, index): ClientFate => {
    const client = entry.client ?? found.get(entry.id);
    const reason = exclusionOf(client, optedInOnly, known.standingOf);
    return (
      told[index] ??
      (reason ? { reason } : { address: client?.email ? addressMark(db.accountId, client.email) : own(db, entry) })
    );
  });
};

const toldFate = (
  db: AccountTable,
  entry: AudienceEntry,
  optedInOnly: boolean,
  known: KnownAddresses,
): ClientFate | undefined => {
  const reason = toldExclusion(entry, optedInOnly, known);
  if (reason) return { reason };
  if (needsClient(entry, optedInOnly)) return undefined;
  // Lists from before addresses had facts do not hold them: there, everybody counts.
  return { address: entry.address ?? own(db, entry) };
};

/** Nobody else's: ids begin alike, so it is a hash as well. */
const own = ({ accountId }: AccountTable, { id }: AudienceEntry): string => addressMark(accountId, id);
