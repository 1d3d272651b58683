import { all, equals, missing, version } from "../db/conditions.ts";
import { replace, type Write } from "../db/writes.ts";
import { type Client, clients } from "../entities/client.ts";
import type { ClientIndex } from "../entities/client-index.ts";
import { insertClient } from "../entities/erased-client.ts";
import { addToLookup, takeFromLookup } from "../entities/lookup.ts";
import { type ClientState, stateOf } from "./client-state.ts";
import type { Unit } from "./commit-units.ts";
import { deltasOf } from "./deltas.ts";
import { type LookupChanges, lookupChanges } from "./lookups.ts";
import { projectionWrites } from "./projection-writes.ts";
import type { ReadState } from "./read-states.ts";
import { storedClient } from "./stored-client.ts";

/** A new client as a job writes it. */
export interface NewClient extends Unit {
  client: Client;
  /** What the client is found by: written before the client, when nobody can change it yet. */
  entries: readonly Write[];
  lookups: LookupChanges;
}

/** @param others what goes into the same transaction */
export const newClient = (client: Client, index: ClientIndex, others: readonly Write[]): NewClient => {
  const versions = [undefined, stateOf(client, index)];
  return {
    client,
    entries: projectionWrites(versions),
    lookups: lookupChanges(client.id, versions),
    writes: [projected(insertClient(client), client, index), ...others],
    deltas: deltasOf(undefined, versions[1], client.updatedAt),
  };
};

/** The next version of a client as a job writes it: with its entries, since others may change the client at any moment. */
export const changedClient = (
  before: ClientState,
  next: Client,
  index: ClientIndex,
  others: readonly Write[],
): Unit & { client: Client } => {
  const after = stateOf(next, index);
  const { joined, left } = lookupChanges(next.id, [before, after]);
  return {
    client: next,
    writes: [
      projected(nextVersion(before, next, { saysItself: true }), next, index),
      ...projectionWrites([before, after]),
      ...joined.map((lookup) => addToLookup(next.accountId, lookup, next.id)),
      ...left.map((lookup) => takeFromLookup(next.accountId, lookup, next.id)),
      ...others,
    ],
    deltas: deltasOf(before, after, next.updatedAt),
  };
};

/** The same for what a job cannot bring with the client, because it is too much or not known: the stream does it. */
export const leftToStream = ({ state, saysItself }: ReadState, next: Client, index: ClientIndex): Write => {
  const write = nextVersion(state, next, { saysItself });
  return write.do === "put" ? { ...write, item: storedClient(next, index) } : write;
};

/** Refused, too, where the client was found by other things by now: a rebuild changes these, and no version. */
const nextVersion = (
  { client, index }: ClientState,
  next: Client,
  { saysItself }: Pick<ReadState, "saysItself">,
): Write => ({
  ...replace(clients, next, client),
  when: all(version(client.version), saysItself ? equals("index", index) : missing("index")),
});

/** The write of a client, which says that its writer brings the entries, too. */
const projected = (write: Write, client: Client, index: ClientIndex): Write =>
  write.do === "put" ? { ...write, item: storedClient(client, index, { projected: true }) } : write;
