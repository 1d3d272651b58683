import { partitions } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { remove } from "../../shared/db/writes.ts";
import type { Kind, Kinds } from "../../shared/events/kind.ts";
import type { ClientId } from "../../shared/ids.ts";
import { allOf } from "./erasure/all-of.ts";
import type { Eraser, Found } from "./erasure/eraser.ts";

/** Kinds of things of clients whose ids their features declare, by their name in the table. */
const kindsOfClient = (kinds: Kinds): ReadonlyMap<string, Kind> =>
  new Map([...kinds].filter(([, { of, ids }]) => of === "client" && ids !== undefined));

/** Each page of what a client has of such kinds, by itself in the table. */
async function* thingsOf(db: AccountTable, client: ClientId, own: ReadonlyMap<string, Kind>) {
  if (own.size === 0) return;
  for await (const items of allOf(db, partitions.ofClient(db.accountId, client)))
    yield items.filter(({ entity }) => own.has(entity));
}

/** Erases them: they stand in the index of everything of a client, and nobody else has a part in them. */
export const thingsEraser =
  (kinds: Kinds): Eraser =>
  async ({ db, client, forGood }) => {
    const found: Found = {};
    const own = kindsOfClient(kinds);
    for await (const items of thingsOf(db, client.id, own)) {
      for (const { entity } of items) {
        const name = own.get(entity)?.ids?.path ?? "others";
        found[name] = (found[name] ?? 0) + 1;
      }
      if (forGood) await db.writeBatch(items.map(({ pk, sk }) => remove({ pk, sk })));
    }
    return found;
  };

/** All of them as whoever asks for a copy gets to read it, in a list for each kind. */
export const copyThings = async (
  kinds: Kinds,
  db: AccountTable,
  client: ClientId,
): Promise<Record<string, object[]>> => {
  const own = kindsOfClient(kinds);
  const lists: Record<string, object[]> = Object.fromEntries([...own.values()].map(({ ids }) => [ids?.path, []]));
  for await (const items of thingsOf(db, client, own))
    for (const item of items) {
      const kind = own.get(item.entity);
      lists[kind?.ids?.path ?? ""]?.push(readable(kind?.fromStored?.(item) ?? item));
    }
  return lists;
};

const TECHNICAL = /^(pk|sk|gsi\d[ps]k|entity|foundBy|listedBy|accountId|ttl)$/;
const readable = (item: object): object =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !TECHNICAL.test(name)));
