import type { Actor } from "../../shared/app/actor.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { type Client, type ClientType, clients, clientTypes } from "../../shared/entities/client.ts";
import { notFound } from "../../shared/errors.ts";
import { isId } from "../../shared/ids.ts";

/** Whether a caller is limited to the clients assigned to them. */
export const seesOnlyOwn = (actor: Actor): boolean =>
  actor.role === "field" && actor.account.settings.restrictFieldToAssigned === true;

/** @throws AppError `not-found`, also for a client that the caller may not see */
export const findClient = async (db: AccountTable, id: string, actor: Actor): Promise<Client> => {
  const client = isId("client", id) ? await db.get(clients, keys.of(db.accountId, id)) : undefined;
  if (!client || (seesOnlyOwn(actor) && !client.assignedTo.some((member) => member === actor.id)))
    throw notFound("client");
  return client;
};

/** @throws AppError `not-found` */
export const findType = async (db: AccountTable, id: string): Promise<ClientType> => {
  const type = isId("clientType", id) ? await db.get(clientTypes, keys.of(db.accountId, id)) : undefined;
  if (!type) throw notFound("client type");
  return type;
};
