import type { Actor } from "../../../shared/app/actor.ts";
import { keys } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { type Account, accounts } from "../../../shared/entities/account.ts";
import type { Campaign } from "../../../shared/entities/campaign.ts";

/**
 * The account as it is now: whose name, sender and postal address an e-mail goes out under. What the request knows of it
 * may be a minute old, and who has just corrected their sender means the new one.
 */
export const accountNow = async (db: AccountTable, actor: Actor): Promise<Account> =>
  (await db.get(accounts, keys.account(db.accountId))) ?? actor.account;

/**
 * Whether an e-mail of the campaign would first be compiled anew: it is to be sent or resumed, then under the account's
 * name and sender of that moment. Of one that is being sent or over, what was compiled is what was sent.
 */
export const isCompiledAnew = ({ status }: Pick<Campaign, "status">): boolean =>
  status === "draft" || status === "scheduled" || status === "paused";
