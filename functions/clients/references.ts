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

interface Named {
  pointer?: string;
  /** Who is there already: a member who was removed stays until somebody takes them away. */
  before?: readonly string[];
  /** Those who were removed will do. */
  orWere?: boolean;
}

/** @throws AppError `not-found` when somebody is not a member of the account, or no longer one */
export const mustBeMembers = async (
  db: AccountTable,
  ids: readonly string[] = [],
  { pointer = "/assignedTo", before = [], orWere = false }: Named = {},
): Promise<void> => {
  const added = [...new Set(ids)].filter((id) => !before.includes(id));
  if (added.length === 0) return;
  const found = await db.getMany(
    members,
    added.map((id) => keys.of(db.accountId, id)),
    { consistent: true },
  );
  if (found.filter(({ status }) => orWere || status === "active").length < added.length)
    throw noSuch("member", pointer);
};
