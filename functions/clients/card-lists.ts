import type { Actor } from "../../shared/app/actor.ts";
import { type ClientId, partitions } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import type { Kind } from "../../shared/events/kind.ts";
import { holds } from "../../shared/http/scopes.ts";
import { kinds } from "../kinds.ts";

const NEWEST = 10;

/** What stands on a client's card beside notes and activity: a list for each name that kinds declare. */
export const cardLists: ReadonlyMap<string, Kind> = new Map(
  [...kinds.values()].flatMap((kind) => (kind.card ? [[kind.card.list, kind] as const] : [])),
);

/** The newest of each list, all asked at once; nothing of what the caller may not see. */
export const readCardLists = async (db: AccountTable, client: ClientId, actor: Actor) => {
  const ofClient = partitions.ofClient(db.accountId, client);
  const lists = [...cardLists].map(async ([name, { card, scope = "account:read" }]) => {
    if (!card || !holds(actor, scope)) return [name, []] as const;
    const { items } = await db.listStored(ofClient, { limit: NEWEST, prefix: card.prefix, newestFirst: true });
    return [name, items.map(presentPiece)] as const;
  });
  return Object.fromEntries(await Promise.all(lists));
};

const presentPiece = (stored: Record<string, unknown>) => {
  const kind = kinds.get(String(stored.entity));
  const item = kind?.fromStored?.(stored) ?? stored;
  const title = kind?.title && item[kind.title];
  return {
    kind: String(stored.entity),
    id: String(item.id),
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof item.status === "string" ? { status: item.status } : {}),
    createdAt: String(item.createdAt),
    ...kind?.card?.piece?.(item),
  };
};
