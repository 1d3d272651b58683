import { type Entity, entity } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import type { AccountId, ClientId } from "../ids.ts";
import { signedTokens } from "./signed-token.ts";

/** What a client's link opens. A token has one purpose, an end, and can be revoked; only its hash is stored. */
export interface Link {
  hash: string;
  accountId: AccountId;
  clientId: ClientId;
  purpose: "document_request" | "shared_document";
  /** The id of what it opens. */
  subject: string;
  /** Of a shared document: the grant of its share that it was made under. */
  grant?: number;
  expiresAt: string;
  revokedAt?: string;
  /** Kept for a while after its end, so that the page can say kindly that it is over. */
  ttl: number;
}

export const links: Entity<Link> = entity("link", (link) => keys.link(link.hash));

/** What an unsubscribe link says: it must work for years and for every recipient of a campaign, so it is signed, not stored. */
export interface UnsubscribeToken {
  accountId: AccountId;
  clientId: ClientId;
  /** The campaign whose mail carried it; none for other mails. */
  campaignId?: string;
}

const tokens = signedTokens("u", "unsubscribe");

export const isUnsubscribeToken = (token: string): boolean => tokens.is(token);

/** `u.<payload>.<tag>`: over account, client and campaign. */
export const sealUnsubscribe = ({ accountId, clientId, campaignId }: UnsubscribeToken, key: string): string =>
  tokens.seal([accountId, clientId, campaignId ?? ""], key);

/** Undefined for a forged or damaged token. */
export const openUnsubscribe = (token: string, key: string): UnsubscribeToken | undefined => {
  const parts = tokens.open(token, key);
  if (!parts) return undefined;
  const [accountId, clientId, campaignId] = parts;
  return {
    accountId: accountId as AccountId,
    clientId: clientId as ClientId,
    ...(campaignId ? { campaignId } : {}),
  };
};
