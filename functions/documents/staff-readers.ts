import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { type Account, type Member, members, wantsNotification } from "../../shared/entities/account.ts";
import { isId } from "../../shared/ids.ts";
import { languageTagOf } from "../../shared/messaging/language.ts";
import { ownersOf, type Reader } from "../../shared/messaging/owners.ts";

/** The person who asked or shared; for what a program did the account's owners, or its own address. */
export const staffReadersOf = async (db: AccountTable, account: Account, createdBy: string): Promise<Reader[]> => {
  const asker = isId("member", createdBy) ? await db.get(members, keys.of(db.accountId, createdBy)) : undefined;
  const wants = (member: Member) => wantsNotification(member, "document");
  if (asker?.status !== "active") return (await ownersOf(db, wants))?.readers ?? [];
  return wants(asker)
    ? [{ email: asker.email, language: languageTagOf(account.country, asker.language, account.language) }]
    : [];
};
