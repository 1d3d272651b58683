import { createHmac, timingSafeEqual } from "node:crypto";
import { type Entity, entity } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import type { AccountId, ClientId } from "../ids.ts";

/** What a client's link opens. A token has one purpose, an end, and can be revoked; only its hash is stored. */
export interface Link {
  hash: string;
  accountId: AccountId;
  clientId: ClientId;
  purpose: "document_request";
  /** The id of what it opens. */
  subject: string;
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

const PREFIX = "u.";
const TAG_BYTES = 18;

export const isUnsubscribeToken = (token: string): boolean => token.startsWith(PREFIX);

/** `u.<payload>.<tag>`: a 144-bit HMAC over account, client and campaign. */
export const sealUnsubscribe = ({ accountId, clientId, campaignId }: UnsubscribeToken, key: string): string => {
  const payload = Buffer.from([accountId, clientId, campaignId ?? ""].join(" ")).toString("base64url");
  return `${PREFIX}${payload}.${unsubscribeTag(payload, key).toString("base64url")}`;
};

/** Undefined for a forged or damaged token. */
export const openUnsubscribe = (token: string, key: string): UnsubscribeToken | undefined => {
  const [, payload = "", tag = ""] = token.split(".");
  const given = Buffer.from(tag, "base64url");
  if (given.length !== TAG_BYTES || !timingSafeEqual(given, unsubscribeTag(payload, key))) return undefined;
  const [accountId, clientId, campaignId] = Buffer.from(payload, "base64url").toString().split(" ");
  return {
    accountId: accountId as AccountId,
    clientId: clientId as ClientId,
    ...(campaignId ? { campaignId } : {}),
  };
};

const unsubscribeTag = (payload: string, key: string): Buffer =>
  createHmac("sha256", key).update(`unsubscribe\n${payload}`).digest().subarray(0, TAG_BYTES);
