import { type Entity, entity } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import { put, type Write } from "../db/writes.ts";
import type { AccountId, ClientId, Id } from "../ids.ts";
import { signedTokens } from "./signed-token.ts";

/** One recipient of a campaign: whose link it is, and where they stand in the campaign's ledger. */
export interface CampaignPlace {
  accountId: AccountId;
  campaignId: Id<"campaign">;
  clientId: ClientId;
  chunk: number;
  recipient: number;
}

const campaignLinks = signedTokens("c", "campaign link");
const visits = signedTokens("v", "campaign visit");

const partsOf = ({ accountId, campaignId, clientId, chunk, recipient }: CampaignPlace): string[] => [
  accountId,
  campaignId,
  clientId,
  String(chunk),
  String(recipient),
];

const placeOf = (parts: readonly string[]): CampaignPlace => ({
  accountId: parts[0] as AccountId,
  campaignId: parts[1] as Id<"campaign">,
  clientId: parts[2] as ClientId,
  chunk: Number(parts[3]),
  recipient: Number(parts[4]),
});

/** The button's link of one recipient: signed, so that sending writes nothing for it. */
export const sealCampaignLink = (place: CampaignPlace, key: string): string => campaignLinks.seal(partsOf(place), key);

export const openCampaignLink = (token: string, key: string): CampaignPlace | undefined => {
  const parts = campaignLinks.open(token, key);
  return parts && placeOf(parts);
};

/** For so long after the click an act counts as the campaign's: seven days. */
const VISIT_SECONDS = 7 * 24 * 3600;
const VISIT = "visit";

/** The cookie of whoever came by a campaign's link. It goes to the pages for clients alone, and no script can read it. */
export const visitCookie = (place: CampaignPlace, key: string, now: Date): string => {
  const visit = visits.seal([...partsOf(place), String(now.getTime())], key);
  return `${VISIT}=${visit}; Path=/p/; Max-Age=${VISIT_SECONDS}; HttpOnly; Secure; SameSite=Lax`;
};

/** What clients come back for. */
export type Act = "upload" | "book" | "pay" | "write";

/**
 * That a client came back by a campaign's link and did something: one for each recipient, whose `act` is what they did
 * last. The campaign counts them once, however often they come back.
 */
export interface CampaignEngagement extends CampaignPlace {
  /** `<campaign>.<client>`. */
  id: string;
  act: Act;
  version: 1;
  createdAt: string;
  createdBy: ClientId;
}

export const engagements: Entity<CampaignEngagement> = entity("campaign_engagement", (engagement) =>
  keys.part(engagement.accountId, engagement.campaignId, `ENGAGED#${engagement.clientId}`),
);

interface Visitor {
  cookies: readonly string[];
  /** Whose page it is: somebody else at the same machine engages nobody. */
  client: { accountId: AccountId; clientId: ClientId };
  now: Date;
}

/**
 * What a client's act on one of our pages means for the campaign that brought them: a write of the act's transaction, or
 * none. Repeating it changes nothing. Every page on which clients book, pay, write or upload calls this.
 */
export const engagementOf = async (
  act: Act,
  { cookies, client, now }: Visitor,
  signingKey: () => Promise<string>,
): Promise<Write[]> => {
  const visit = cookies.find((cookie) => cookie.startsWith(`${VISIT}=`))?.slice(VISIT.length + 1);
  const parts = visit ? visits.open(visit, await signingKey()) : undefined;
  if (!parts) return [];
  const place = placeOf(parts);
  const age = now.getTime() - Number(parts[5]);
  if (place.accountId !== client.accountId || place.clientId !== client.clientId) return [];
  if (!(age >= 0 && age <= VISIT_SECONDS * 1000)) return [];
  return [
    put(engagements, {
      ...place,
      id: `${place.campaignId}.${place.clientId}`,
      act,
      version: 1,
      createdAt: now.toISOString(),
      createdBy: place.clientId,
    }),
  ];
};
