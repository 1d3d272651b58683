import { keys, partitions } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { type Account, accounts, members } from "../entities/account.ts";
import { type Language, languageOf } from "./language.ts";

/** Somebody of the business whom an e-mail goes to. */
export interface Reader {
  email: string;
  language: Language;
}

/** Accounts have few members; a page of them holds every owner. */
const MEMBERS_READ = 500;

/**
 * Who answers for an account: its owners, each in their own language; the account's own address where it has none (an
 * account made by a partner system). With the account itself, undefined when it is gone.
 */
export const ownersOf = async (db: AccountTable): Promise<{ account: Account; readers: Reader[] } | undefined> => {
  const [account, { items }] = await Promise.all([
    db.get(accounts, keys.account(db.accountId)),
    db.list(members, partitions.list(db.accountId, "MEMBERS"), { limit: MEMBERS_READ }),
  ]);
  if (!account) return undefined;
  const owners = items.filter(({ role }) => role === "owner");
  const known: { email: string; language?: string | undefined }[] =
    owners.length > 0 || !account.senderEmail ? owners : [{ email: account.senderEmail }];
  return {
    account,
    readers: known.map(({ email, language }) => ({ email, language: languageOf(language, account.language) })),
  };
};
