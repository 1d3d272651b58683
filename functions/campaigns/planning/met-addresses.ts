import { type AddressSet, addressSet } from "./address-set.ts";
import type { Recipient, Snapshots } from "./snapshots.ts";

/** A line needs an id and a language; nobody is written to. */
const nobody = { id: "-", language: "fr" } as const;

/**
 * Keeps the addresses that a step of a count met first, so that whoever goes on with it counts each once. Each object names
 * the one of the step before in a line without an address: the count need only know the last.
 */
export const writeMet = (
  snapshots: Pick<Snapshots, "write">,
  key: string,
  addresses: readonly string[],
  before: string | undefined,
): Promise<void> => {
  const lines = addresses.map((address): Recipient => ({ ...nobody, address }));
  return snapshots.write(key, before === undefined ? lines : [{ ...nobody, id: before }, ...lines]);
};

/** All that the steps up to one met. */
export const readMet = async (snapshots: Pick<Snapshots, "read">, last: string | undefined): Promise<AddressSet> => {
  const met = addressSet();
  for (let key = last; key !== undefined; ) {
    const lines: readonly Recipient[] = await snapshots.read(key);
    for (const { address } of lines) if (address) met.add(address);
    key = lines.find(({ address }) => address === undefined)?.id;
  }
  return met;
};
