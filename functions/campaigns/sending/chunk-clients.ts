import { fromStored, isOf, storedFields } from "../../../shared/db/entity.ts";
import { keys } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import {
  type AddressFact,
  addressFacts,
  addressHash,
  addressStanding,
  readFacts,
} from "../../../shared/entities/address-fact.ts";
import { clients } from "../../../shared/entities/client.ts";
import type { StandingOf } from "../planning/known-addresses.ts";
import { forSending, type SentClient } from "../planning/planned-client.ts";
import type { Recipient, Snapshots } from "../planning/snapshots.ts";
import type { ChunkMessage } from "./queues.ts";

export interface ChunkClients {
  /** As they were planned. */
  recipients: readonly Recipient[];
  /** By their place in the chunk; nobody stands where one was deleted. */
  clients: readonly (SentClient | undefined)[];
  /** The hashes of the addresses that they have now, by their place. */
  hashes: readonly (string | undefined)[];
  standingOf: StandingOf;
}

const ofFacts = ["hash", "refused", "complained", "bounced"] as const satisfies readonly (keyof AddressFact)[];

/**
 * The clients of a chunk as they are now, and what their addresses said: who unsubscribed, was suppressed, archived or
 * deleted since the plan was made gets nothing, and names and addresses are those of today. Both are read in one call; what
 * an address has said that a client was not planned with, in another one.
 */
export const clientsOf = async (
  db: AccountTable,
  { segment, offset, size }: ChunkMessage,
  { snapshots }: { snapshots: Pick<Snapshots, "read"> },
): Promise<ChunkClients> => {
  const recipients = (await snapshots.read(segment)).slice(offset, offset + size);
  const planned = recipients.flatMap(({ hash }) => hash ?? []);
  const stored = await db.getStored(
    [
      ...recipients.map(({ id }) => keys.of(db.accountId, id)),
      ...planned.map((hash) => keys.addressFact(db.accountId, hash)),
    ],
    { consistent: true, fields: [...storedFields(clients, forSending), ...ofFacts] },
  );
  const found = new Map<string, SentClient>();
  const facts = new Map<string, AddressFact>();
  for (const item of stored) {
    if (isOf(clients, item)) {
      const client: SentClient = fromStored(clients, item, forSending);
      found.set(client.id, client);
    } else if (isOf(addressFacts, item)) {
      const fact = fromStored(addressFacts, item);
      facts.set(fact.hash, fact);
    }
  }
  const now = recipients.map(({ id }) => found.get(id));
  const hashes = now.map((client) => (client?.email ? addressHash(db.accountId, client.email) : undefined));
  const asked = new Set(planned);
  const others = hashes.flatMap((hash) => (hash === undefined || asked.has(hash) ? [] : [hash]));
  for (const [hash, fact] of await readFacts(db, others, { consistent: true })) facts.set(hash, fact);
  const hashOf = new Map(now.map((client, index) => [client?.email, hashes[index]]));
  return {
    recipients,
    clients: now,
    hashes,
    standingOf: (email) => addressStanding(facts.get(hashOf.get(email) ?? "")),
  };
};
