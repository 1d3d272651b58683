import { keys } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { members } from "../entities/account.ts";
import type { Actor } from "./actor.ts";

/** Who stands under what somebody writes: the member by name, or the account's name for an API key. */
export const authorNamed = async (
  db: AccountTable,
  { kind, id, account }: Actor,
): Promise<{ id: string; name: string }> => {
  if (kind !== "person") return { id, name: account.name };
  return { id, name: (await db.get(members, keys.of(db.accountId, id)))?.name ?? "" };
};
