import { keys } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { type Client, clients } from "../entities/client.ts";
import { notFound } from "../errors.ts";
import { isId } from "../ids.ts";
import type { Actor } from "./actor.ts";
import { seesClient } from "./visibility.ts";

/** @throws AppError `not-found`, also for a client that the caller may not see */
export const findClient = async (db: AccountTable, id: string, actor: Actor): Promise<Client> =>
  mustSee(actor, isId("client", id) ? await db.get(clients, keys.of(db.accountId, id)) : undefined);

/** The same as of a moment ago, at half the price: to be shown beside lists, which are as old. */
export const findRecentClient = async (db: AccountTable, id: string, actor: Actor): Promise<Client> => {
  const [client] = isId("client", id) ? await db.getMany(clients, [keys.of(db.accountId, id)]) : [];
  return mustSee(actor, client);
};

const mustSee = (actor: Actor, client: Client | undefined): Client => {
  if (!client || !seesClient(actor, client)) throw notFound("client");
  return client;
};
