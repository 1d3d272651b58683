import { fromStored, isOf } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { type Client, clients } from "../entities/client.ts";
import type { ClientIndex } from "../entities/client-index.ts";
import { notFound } from "../errors.ts";
import { isId } from "../ids.ts";
import type { Actor } from "./actor.ts";
import { seesClient } from "./visibility.ts";

/** @throws AppError `not-found`, also for a client that the caller may not see */
export const findClient = async (db: AccountTable, id: string, actor: Actor): Promise<Client> =>
  mustSee(actor, isId("client", id) ? await db.get(clients, keys.of(db.accountId, id)) : undefined);

/** The same with what it is found by, as it says itself: for a change that may leave that as it is. */
export const findClientToChange = async (
  db: AccountTable,
  id: string,
  actor: Actor,
): Promise<{ client: Client; index: ClientIndex | undefined }> => {
  const [stored] = isId("client", id) ? await db.getStored([keys.of(db.accountId, id)], { consistent: true }) : [];
  const client = mustSee(actor, stored && isOf(clients, stored) ? fromStored(clients, stored) : undefined);
  return { client, index: stored?.index as ClientIndex | undefined };
};

/** The same as of a moment ago, at half the price: to be shown beside lists, which are as old. */
export const findRecentClient = async (db: AccountTable, id: string, actor: Actor): Promise<Client> => {
  const [client] = isId("client", id) ? await db.getMany(clients, [keys.of(db.accountId, id)]) : [];
  return mustSee(actor, client);
};

const mustSee = (actor: Actor, client: Client | undefined): Client => {
  if (!client || !seesClient(actor, client)) throw notFound("client");
  return client;
};
