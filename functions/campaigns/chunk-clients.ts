import type { AccountTable } from "../../shared/db/table.ts";
import { clientsById } from "./audience-clients.ts";
import { type StandingOf, standingsNow } from "./known-addresses.ts";
import { forSending, type SentClient } from "./planned-client.ts";
import type { ChunkMessage } from "./queues.ts";
import type { Recipient, Snapshots } from "./snapshots.ts";

export interface ChunkClients {
  /** As they were planned. */
  recipients: readonly Recipient[];
  /** By their place in the chunk; nobody stands where one was deleted. */
  clients: readonly (SentClient | undefined)[];
  standingOf: StandingOf;
}

/**
 * The clients of a chunk as they are now, and what their addresses said: who unsubscribed, was suppressed, archived or
 * deleted since the plan was made gets nothing, and names and addresses are those of today.
 */
export const clientsOf = async (
  db: AccountTable,
  { segment, offset, size }: ChunkMessage,
  { snapshots }: { snapshots: Pick<Snapshots, "read"> },
): Promise<ChunkClients> => {
  const recipients = (await snapshots.read(segment)).slice(offset, offset + size);
  const found = await clientsById(db, recipients, forSending, { consistent: true });
  const clients = recipients.map(({ id }) => found.get(id));
  const standingOf = await standingsNow(
    db,
    clients.map((client) => client?.email),
  );
  return { recipients, clients, standingOf };
};
