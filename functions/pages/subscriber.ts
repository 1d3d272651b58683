import { keys } from "../../shared/db/keys.ts";
import { type Account, accounts } from "../../shared/entities/account.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import { openUnsubscribe, type UnsubscribeToken } from "../../shared/entities/link.ts";
import { type Language, languageOf } from "../../shared/messaging/language.ts";
import type { PageDeps } from "./deps.ts";

/** Whoever holds a signed link to their subscriptions. */
export interface Subscriber {
  token: UnsubscribeToken;
  account: Account;
  client: Client;
  language: Language;
}

/** Undefined for a forged token, and for a client who is no longer known. */
export const findSubscriber = async (
  { table, signingKey }: Pick<PageDeps, "table" | "signingKey">,
  sealed: string,
): Promise<Subscriber | undefined> => {
  const token = openUnsubscribe(sealed, await signingKey());
  if (!token) return undefined;
  const db = table.of(token.accountId);
  const [account, client] = await Promise.all([
    db.get(accounts, keys.account(token.accountId)),
    db.get(clients, keys.of(token.accountId, token.clientId)),
  ]);
  if (!account || !client) return undefined;
  return { token, account, client, language: languageOf(client.language, account.language) };
};
