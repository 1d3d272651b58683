import { keys, partitions } from "../db/keys.ts";
import type { AccountTable, Position } from "../db/table.ts";
import {
  type Account,
  isAway,
  type Member,
  members,
  type NotificationKind,
  wantsNotification,
} from "../entities/account.ts";
import { isId } from "../ids.ts";
import { type LanguageTag, languageTagOf } from "./language.ts";

/** Somebody of the business who is told something. */
export interface Reader {
  email: string;
  language: LanguageTag;
}

export interface Sought {
  /** What the news are about; those who do not want to hear of it are left out. @default everybody wants to */
  about?: NotificationKind | undefined;
  /** Who asked for it, as `createdBy` has it. @default nobody in particular */
  asker?: string | undefined;
  now: Date;
}

/** Accounts have few members: nearly always a page holds them. */
const MEMBERS_READ = 500;

/**
 * Whom news are for: the person who asked for what they are about. The owners are told where that was a program, or somebody
 * who is not there any more; and with that person while they are away, so that somebody sees it in time. The account's own
 * address stands in for owners where it has none (an account made by a partner system), not for owners who do not want to
 * hear of it.
 */
export const readersOf = async (db: AccountTable, account: Account, sought: Sought): Promise<Reader[]> => {
  const { about, asker: id = "", now } = sought;
  const wants = (member: Member) => about === undefined || wantsNotification(member, about);
  const readerOf = ({ email, language }: { email: string; language?: string | undefined }): Reader => ({
    email,
    language: languageTagOf(account.country, language, account.language),
  });
  const found = isId("member", id) ? await db.get(members, keys.of(db.accountId, id)) : undefined;
  const asker = found?.status === "active" ? found : undefined;
  // Who does not want to hear of it has nobody stand in for them.
  if (asker && !wants(asker)) return [];
  if (asker && !isAway(asker, now)) return [readerOf(asker)];

  const owners = await allOwners(db);
  if (asker)
    return [asker, ...owners.filter((owner) => owner.id !== asker.id && wants(owner) && !isAway(owner, now))].map(
      readerOf,
    );
  if (owners.length === 0) return account.senderEmail ? [readerOf({ email: account.senderEmail })] : [];
  return owners.filter(wants).map(readerOf);
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
