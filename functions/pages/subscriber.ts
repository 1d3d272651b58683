import { keys } from "../../shared/db/keys.ts";
import { type Account, accounts } from "../../shared/entities/account.ts";
import { type AddressFact, addressHash, readFact } from "../../shared/entities/address-fact.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import { openUnsubscribe, type UnsubscribeToken } from "../../shared/entities/link.ts";
import { type LanguageTag, languageTagOf } from "../../shared/messaging/language.ts";
import type { LinkPageDeps } from "../../shared/pages/link-page-deps.ts";

/** Whoever holds a signed link to their subscriptions. */
export interface Subscriber {
  token: UnsubscribeToken;
  account: Account;
  client: Client;
  /** What the client's address has said, perhaps as another client's. */
  fact?: AddressFact | undefined;
  language: LanguageTag;
}

/** Whoever holds such a link of a client who is no longer known: all that is left to say is no. */
export interface FormerSubscriber {
  token: UnsubscribeToken & { address: string };
  account: Account;
}

type Found = { is: "known"; subscriber: Subscriber } | { is: "gone"; former: FormerSubscriber } | { is: "unknown" };

/** Unknown is a forged token, and the link of a client who is gone that does not say where it was sent. */
export const findSubscriber = async (
  { table, signingKey }: Pick<LinkPageDeps, "table" | "signingKey">,
  sealed: string,
): Promise<Found> => {
  const token = openUnsubscribe(sealed, await signingKey());
  if (!token) return { is: "unknown" };
  const { accountId, clientId, address } = token;
  const db = table.of(accountId);
  // The client as they are now, since they may be written; the rest as of a moment ago, at half the price.
  const [[account], client, known] = await Promise.all([
    db.getMany(accounts, [keys.account(accountId)]),
    db.get(clients, keys.of(accountId, clientId)),
    address ? readFact(db, address) : undefined,
  ]);
  if (!account) return { is: "unknown" };
  if (!client) return address ? { is: "gone", former: { token: { ...token, address }, account } } : { is: "unknown" };
  const own = client.email && addressHash(accountId, client.email);
  const fact = !own || own === address ? known : await readFact(db, own);
  return {
    is: "known",
    subscriber: {
      token,
      account,
      client,
      fact,
      language: languageTagOf(account.country, client.language, account.language),
    },
  };
};

/** Whether there is a no to campaigns that stands, of the client or of the address. */
export const hasRefused = ({ client, fact }: Pick<Subscriber, "client" | "fact">): boolean =>
  client.marketingRefusedAt !== undefined || fact?.refused !== undefined;

/** In the account's language: theirs went with them. */
export const viewOf = ({ account }: FormerSubscriber) => ({
  account,
  language: languageTagOf(account.country, account.language),
});
