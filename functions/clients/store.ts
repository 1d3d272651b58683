import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { type ClientType, clientTypes } from "../../shared/entities/client.ts";
import { notFound } from "../../shared/errors.ts";
import { isId } from "../../shared/ids.ts";

/** @throws AppError `not-found` */
export const findType = async (db: AccountTable, id: string): Promise<ClientType> => {
  const type = isId("clientType", id) ? await db.get(clientTypes, keys.of(db.accountId, id)) : undefined;
  if (!type) throw notFound("client type");
  return type;
};
