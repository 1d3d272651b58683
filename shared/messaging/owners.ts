import { keys, partitions } from "../db/keys.ts";
import type { AccountTable, Position } from "../db/table.ts";
import { type Account, accounts, type Member, members } from "../entities/account.ts";
import { type LanguageTag, languageTagOf } from "./language.ts";

/** Somebody of the business whom an e-mail goes to. */
export interface Reader {
  email: string;
  language: LanguageTag;
}

/** Accounts have few members: nearly always a page holds them. */
const MEMBERS_READ = 500;

/**
 * Who answers for an account: its owners, each in their own language; the account's own address where it has none (an
 * account made by a partner system). With the account itself, undefined when it is gone.
 * @param wants those owners whom it does not go to have said so: the account's address does not stand in for them
 */
export const ownersOf = async (
  db: AccountTable,
  wants: (owner: Member) => boolean = () => true,
): Promise<{ account: Account; readers: Reader[] } | undefined> => {
  const [account, owners] = await Promise.all([db.get(accounts, keys.account(db.accountId)), allOwners(db)]);
  if (!account) return undefined;
  const known: { email: string; language?: string | undefined }[] =
    owners.length > 0 || !account.senderEmail ? owners.filter(wants) : [{ email: account.senderEmail }];
  return {
    account,
    readers: known.map(({ email, language }) => ({
      email,
      language: languageTagOf(account.country, language, account.language),
    })),
  };
};

const allOwners = async (db: AccountTable): Promise<Member[]> => {
  const owners: Member[] = [];
  for (let after: Position | undefined; ; ) {
    const page = await db.list(members, partitions.list(db.accountId, "MEMBERS"), { limit: MEMBERS_READ, after });
    owners.push(...page.items.filter(({ role }) => role === "owner"));
    if (!page.next) return owners;
    after = page.next;
  }
};
