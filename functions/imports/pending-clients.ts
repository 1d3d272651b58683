import { randomUUID } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { later, secondsSinceEpoch } from "../../shared/clock.ts";
import { TRANSACTION_LIMIT } from "../../shared/db/commit.ts";
import { absent, all, missing, present } from "../../shared/db/conditions.ts";
import { type Entity, entity } from "../../shared/db/entity.ts";
import { keys, partitions } from "../../shared/db/keys.ts";
import { type AccountTable, chunksOf } from "../../shared/db/table.ts";
import { unlessRefused } from "../../shared/db/unless-refused.ts";
import { check, keyOf, put, remove, update, type Write } from "../../shared/db/writes.ts";
import { clientsAt } from "../../shared/entities/erased-client.ts";
import { PENDING_CLIENTS } from "../../shared/entities/import.ts";
import type { AccountId, ClientId } from "../../shared/ids.ts";
import type { NewClient } from "../../shared/projection/client-units.ts";
import { type LookupChanges, leaveLookup } from "../../shared/projection/lookups.ts";

/** As long as the file itself is kept. */
const KEPT_SECONDS = 30 * 24 * 3600;
const MOST = 100;

/** Clients that an import is about to make: noted before their entries are written, gone with the clients' own write. */
interface PendingClients {
  accountId: AccountId;
  id: string;
  jobId: string;
  /** The clients' entries, packed. */
  packed: Uint8Array;
  /** Somebody removes the entries: whoever was about to make the clients may not any more. */
  abandoned?: true;
  ttl: number;
}

interface Traces {
  id: ClientId;
  entries: { pk: string; sk: string }[];
  lookups: LookupChanges["joined"];
}

const pendingClients: Entity<PendingClients> = entity("import_pending", ({ accountId, id }) =>
  keys.part(accountId, PENDING_CLIENTS, id),
);

/**
 * Notes whose entries are about to be written. A worker may die before the clients themselves are there, and nobody may
 * ever make them: the list may be cancelled, or somebody else enter the same people. Answers with the write that belongs
 * into the transaction of the clients: it takes the note away, and is refused once the entries have been removed.
 */
export const notePending = async (
  db: AccountTable,
  made: readonly NewClient[],
  { jobId, now }: { jobId: string; now: Date },
): Promise<Write> => {
  const id = randomUUID();
  const traces = made.map(
    ({ client, entries, lookups }): Traces => ({
      id: client.id,
      entries: entries.map(keyOf),
      lookups: lookups.joined,
    }),
  );
  const { accountId } = db;
  const ttl = secondsSinceEpoch(later(now, KEPT_SECONDS));
  await db.commit([put(pendingClients, { accountId, id, jobId, packed: packed(traces), ttl })]);
  return remove(keys.part(accountId, PENDING_CLIENTS, id), all(present, missing("abandoned")));
};

const packed = (traces: readonly Traces[]): Uint8Array => deflateRawSync(JSON.stringify(traces), { level: 1 });
const unpacked = (bytes: Uint8Array): Traces[] => JSON.parse(inflateRawSync(bytes).toString());

/**
 * Removes the entries of clients that a worker which died was about to make and never made.
 * @param jobId whose; everybody's unless it is named
 */
export const removePending = async (db: AccountTable, jobId?: string): Promise<void> => {
  const { items } = await db.list(pendingClients, partitions.self(db.accountId, PENDING_CLIENTS), { limit: MOST });
  for (const pending of items.filter((one) => jobId === undefined || one.jobId === jobId)) {
    const key = keys.part(db.accountId, PENDING_CLIENTS, pending.id);
    // From here on nobody makes these clients out of this note.
    await unlessRefused(db.commit([update(key, { set: { abandoned: true } }, present)]));
    const traces = unpacked(pending.packed);
    const { clients } = await clientsAt(
      db,
      traces.map(({ id }) => id),
    );
    const made = new Set(clients.map(({ id }) => id));
    for (const trace of traces) if (!made.has(trace.id)) await removeTraces(db, trace);
    await db.commit([remove(key)]);
  }
};

/** The entries of a client that is not there. */
export const removeEntries = (db: AccountTable, { client, entries, lookups }: NewClient): Promise<void> =>
  removeTraces(db, { id: client.id, entries: entries.map(keyOf), lookups: lookups.joined });

/** Nothing is removed of a client who came into being meanwhile. */
const removeTraces = async (db: AccountTable, { id, entries, lookups }: Traces): Promise<void> => {
  const isNobody = check(keys.of(db.accountId, id), absent);
  for (const chunk of chunksOf(entries, TRANSACTION_LIMIT - 1))
    await unlessRefused(db.commit([isNobody, ...chunk.map((key) => remove(key))]));
  for (const lookup of lookups) await leaveLookup(db, lookup, id);
};
