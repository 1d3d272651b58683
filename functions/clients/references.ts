import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { members } from "../../shared/entities/account.ts";
import { type ClientType, clientTypes } from "../../shared/entities/client.ts";
import { noSuch } from "../../shared/errors.ts";

/** The type that a client has; undefined when it is no more. */
export const typeIfThere = async (db: AccountTable, typeId: string | undefined): Promise<ClientType | undefined> =>
  typeId === undefined ? undefined : db.get(clientTypes, keys.of(db.accountId, typeId));

/** The type that a client names. @throws AppError `not-found` when the account has no such type */
export const typeOf = async (
  db: AccountTable,
  typeId: string | undefined,
  pointer = "/typeId",
): Promise<ClientType | undefined> => {
  if (!typeId) return undefined;
  const type = await db.get(clientTypes, keys.of(db.accountId, typeId));
  if (!type) throw noSuch("client type", pointer);
  return type;
};

/** @throws AppError `not-found` when somebody is not a member of the account */
export const mustBeMembers = async (
  db: AccountTable,
  ids: readonly string[] = [],
  pointer = "/assignedTo",
): Promise<void> => {
  if (ids.length === 0) return;
  const found = await db.getMany(
    members,
    [...new Set(ids)].map((id) => keys.of(db.accountId, id)),
    { consistent: true },
  );
  if (found.length < new Set(ids).size) throw noSuch("member", pointer);
};
