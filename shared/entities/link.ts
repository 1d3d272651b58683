import { secondsSinceEpoch } from "../clock.ts";
import { type Entity, entity } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import { insert, type Write } from "../db/writes.ts";
import { type AccountId, type ClientId, hashOf, newSecret } from "../ids.ts";
import { signedTokens } from "./signed-token.ts";

/** What links of one kind are for: declared by the feature that has their pages, in its `links.ts`. */
export interface LinkKind {
  readonly purpose: string;
  /** The feature that has its page: what stands behind the token, `/p/{token}/<feature>`. */
  readonly feature: string;
}

/** What a client's link opens. A token has one purpose and an end; only its hash is stored. */
export interface Link {
  hash: string;
  accountId: AccountId;
  clientId: ClientId;
  /** Of its kind. */
  purpose: string;
  /** The id of what it opens. */
  subject: string;
  /** How often what it opens had been taken back when it was made; a link of an earlier time is over. Absent: never. */
  grant?: number;
  expiresAt: string;
  /** Kept for a while after its end, so that the page can say kindly that it is over. */
  ttl: number;
}

export const links: Entity<Link> = entity("link", (link) => keys.link(link.hash));

/** What a new link is to open, for whom and how long. */
export interface LinkTerms extends Pick<Link, "accountId" | "clientId" | "subject" | "grant"> {
  kind: LinkKind;
  /** From when it opens nothing; what it opens may end before. */
  ends: Date;
  /** From when nobody remembers what it was for. */
  forgotten: Date;
}

/** Each feature has pages of its own, with a function of their own: API Gateway tells them apart by the path. */
export const pathOfLink = (token: string, { feature }: LinkKind): string => `/p/${token}/${feature}`;

/** A new link, and the path that opens it: to be said to the client, and never to be found out again. */
export const newLink = ({ kind, ends, forgotten, ...opens }: LinkTerms): { path: string; write: Write } => {
  const token = newSecret();
  const times = { expiresAt: ends.toISOString(), ttl: secondsSinceEpoch(forgotten) };
  const link = { ...opens, purpose: kind.purpose, hash: hashOf(token), ...times };
  return { path: pathOfLink(token, kind), write: insert(links, link) };
};

/** What an unsubscribe link says: it must work for years and for every recipient of a campaign, so it is signed, not stored. */
export interface UnsubscribeToken {
  accountId: AccountId;
  clientId: ClientId;
  /** The campaign whose mail carried it; none for other mails. */
  campaignId?: string;
  /** The hash of the address that the mail went to: a no counts for it when the client is gone, or has another one. */
  address?: string;
}

const tokens = signedTokens("u", "unsubscribe");

export const isUnsubscribeToken = (token: string): boolean => tokens.is(token);

/** `u.<payload>.<tag>`: over account, client, campaign and address. */
export const sealUnsubscribe = ({ accountId, clientId, campaignId, address }: UnsubscribeToken, key: string): string =>
  tokens.seal([accountId, clientId, campaignId ?? "", ...(address ? [address] : [])], key);

/** Undefined for a forged or damaged token. */
export const openUnsubscribe = (token: string, key: string): UnsubscribeToken | undefined => {
  const parts = tokens.open(token, key);
  if (!parts) return undefined;
  const [accountId, clientId, campaignId, address] = parts;
  return {
    accountId: accountId as AccountId,
    clientId: clientId as ClientId,
    ...(campaignId ? { campaignId } : {}),
    ...(address ? { address } : {}),
  };
};
