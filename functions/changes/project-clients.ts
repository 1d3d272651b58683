import type { AccountTable } from "../../shared/db/table.ts";
import { derivedId } from "../../shared/ids.ts";
import type { ClientState } from "../../shared/projection/client-state.ts";
import type { Count } from "../../shared/projection/count-once.ts";
import { type Delta, deltasOf } from "../../shared/projection/deltas.ts";
import { lookupChanges, writeLookups } from "../../shared/projection/lookups.ts";
import { projectionWrites } from "../../shared/projection/projection-writes.ts";
import { settleAll } from "../../shared/settle-all.ts";
import type { ChangedClient, ChangeRecord } from "./records.ts";
import { countsOfLists } from "./sorted-lists.ts";

/**
 * Brings the search, lists and lookups of clients to what their last versions say. Several versions of one client become
 * one change. A change that a job brought its entries for is followed all the same: one before it, of the stream, may have
 * come after these entries.
 */
export const projectClients = async (db: AccountTable, records: readonly ChangeRecord[]): Promise<void> => {
  const clients = Map.groupBy(
    records.flatMap(({ client }) => client ?? []),
    ({ id }) => id,
  );
  await settleAll([
    db.writeBatch([...clients.values()].flatMap((own) => projectionWrites(own.flatMap(entriesOf)))),
    writeLookups(
      db,
      [...clients].map(([id, own]) =>
        lookupChanges(
          id,
          own.flatMap(({ before, after }) => [before, after]),
        ),
      ),
    ),
  ]);
};

/** Nothing was before a new client, and its entries were there before it when a job made it. */
const entriesOf = ({ before, after, isProjected }: ChangedClient): (ClientState | undefined)[] =>
  isProjected && !before ? [after] : [before, after];

/** What the records move in the counters. */
export const countsIn = (records: readonly ChangeRecord[]): Count[] =>
  records.flatMap(({ change, client, lists }): Count[] => {
    if (lists) return countsOfLists(lists, change);
    // What a job wrote was counted with it.
    if (!client || client.isProjected) return [];
    const at = change?.occurredAt ?? client.after?.client.updatedAt ?? "";
    const deltas = deltasOf(client.before, client.after, at);
    if (deltas.length === 0) return [];
    return [{ id: change?.id ?? reindexedId(client, deltas), at, resourceId: client.id, deltas }];
  });

/** A version is counted once. The same version by other rules is counted once for these. */
const reindexedId = ({ id, before, after }: ChangedClient, deltas: readonly Delta[]): string => {
  if (!before || !after || before.index.rules === after.index.rules)
    throw new Error(`A client's lists changed and its version did not: ${deltas.length} counters.`);
  return derivedId("event", id, String(after.client.version), `rules ${before.index.rules} ${after.index.rules}`);
};
