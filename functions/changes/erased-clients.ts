import { later } from "../../shared/clock.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { remove } from "../../shared/db/writes.ts";
import { erasedClients } from "../../shared/entities/erased-client.ts";
import type { Change } from "../../shared/events/change.ts";
import type { ClientId } from "../../shared/ids.ts";
import type { ChangeRecord } from "./records.ts";

/** Clients who were erased, with the moment of it. */
type Erased = ReadonlyMap<ClientId, Date>;

/** The stream rounds to seconds; what was written sooner is found by the erasure itself. */
const LATE_SECONDS = 1;

/** Which of the clients that records tell of have been erased: nothing of them is to come back. What tells nothing is not asked for. */
export const findErased = async (db: AccountTable, records: readonly ChangeRecord[]): Promise<Erased> => {
  const telling = records.filter(({ feed, writtenAt }) => feed.length > 0 || writtenAt);
  const ids = [...new Set(telling.flatMap(({ change }) => change?.clientId ?? []))];
  if (ids.length === 0) return new Map();
  const found = await db.getMany(
    erasedClients,
    ids.map((id) => keys.of(db.accountId, id)),
    { fields: ["id", "updatedAt"] },
  );
  return new Map(found.map(({ id, updatedAt }) => [id, new Date(updatedAt)]));
};

/** What the feed is told, without what it says of clients who were erased: that something happened stays. */
export const changesIn = (records: readonly ChangeRecord[], erased: Erased): Change[] =>
  records
    .flatMap(({ feed }) => feed)
    .map((told) => {
      if (!told.clientId || !erased.has(told.clientId)) return told;
      const { title, ...change } = told;
      return { ...change, changes: [] };
    });

/** A note, a document, a share, written by a request that had read the client before: it goes with them. */
export const removeLate = (db: AccountTable, records: readonly ChangeRecord[], erased: Erased): Promise<void> =>
  db.writeBatch(
    records.flatMap(({ change, writtenAt, key }) => {
      const end = change?.clientId && erased.get(change.clientId);
      return end && writtenAt && writtenAt > later(end, LATE_SECONDS) ? [remove(key)] : [];
    }),
  );
