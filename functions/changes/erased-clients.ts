import { later } from "../../shared/clock.ts";
import { keys } from "../../shared/db/keys.ts";
import { type AccountTable, chunksOf } from "../../shared/db/table.ts";
import { remove } from "../../shared/db/writes.ts";
import { erasedClients } from "../../shared/entities/erased-client.ts";
import type { ClientId } from "../../shared/ids.ts";
import type { Told } from "./records.ts";

/** Clients who were erased, with the moment of it. */
type Erased = ReadonlyMap<ClientId, Date>;

const BATCH = 25;
/** The stream rounds to seconds; what was written sooner is found by the erasure itself. */
const LATE_SECONDS = 1;

/** Which of the clients that a batch tells of have been erased: nothing of them is to come back. */
export const findErased = async (db: AccountTable, told: readonly Told[]): Promise<Erased> => {
  const ids = [...new Set(told.flatMap(({ change }) => change?.clientId ?? []))];
  const found = await db.getMany(
    erasedClients,
    ids.map((id) => keys.of(db.accountId, id)),
    { fields: ["id", "updatedAt"] },
  );
  return new Map(found.map(({ id, updatedAt }) => [id, new Date(updatedAt)]));
};

/** What is told of them, without what it says: that something happened is what keeps the counters exact. */
export const withoutErased = (told: readonly Told[], erased: Erased): Told[] =>
  told.map((one) => {
    if (!one.change?.clientId || !erased.has(one.change.clientId)) return one;
    const { title, ...change } = one.change;
    return { ...one, change: { ...change, changes: [] } };
  });

/** A note, a document, a share, written by a request that had read the client before: it goes with them. */
export const removeLate = async (db: AccountTable, told: readonly Told[], erased: Erased): Promise<void> => {
  const late = told.flatMap(({ change, written }) => {
    const end = change?.clientId && erased.get(change.clientId);
    return end && written?.at && written.at > later(end, LATE_SECONDS) ? [remove(written.key)] : [];
  });
  for (const chunk of chunksOf(late, BATCH)) await db.writeBatch(chunk);
};
