import type { Actor } from "../../shared/app/actor.ts";
import {
  type Account,
  type ApiKey,
  type Member,
  type Membership,
  notificationKinds,
  wantsNotification,
} from "../../shared/entities/account.ts";
import { logoPath } from "../../shared/entities/document.ts";
import { holds } from "../../shared/http/scopes.ts";
import { scopes } from "../kinds.ts";
import { defaultColumns } from "./columns.ts";
import type { Session } from "./people.ts";

// What leaves is decided by the schemas of the answers; here stands what an absent field means.

const switchedOff = {
  requireIfMatch: false,
  restrictFieldToAssigned: false,
  uniqueNames: false,
  uniqueEmails: false,
  uniqueMobiles: false,
};

const isProven = ({ senderEmail, provenSender }: Account): boolean => senderEmail?.toLowerCase() === provenSender;

/** @param publicUrl where pictures live, without a slash at the end */
export const presentAccount = ({ logo, ...account }: Account, publicUrl: string) => ({
  ...account,
  ...(logo ? { logo: { url: `${publicUrl}${logoPath(account.id, logo)}`, documentId: logo } } : {}),
  ...(account.senderEmail ? { senderEmailVerified: isProven(account) } : {}),
  settings: { ...switchedOff, ...account.settings },
});

export const presentPlace = ({ memberId, role, editClients }: Membership, { id, name }: Account) => ({
  id,
  name,
  memberId,
  role,
  editClients,
});

export const presentSession = ({ accessToken, refreshToken, expiresIn }: Session) => ({
  accessToken,
  refreshToken,
  expiresIn,
});

export const presentMe = (member: Member, actor: Actor) => ({
  ...member,
  kind: "person",
  scopes: scopes.filter((scope) => holds(actor, scope)),
  language: member.language ?? actor.account.language,
  notifications: Object.fromEntries(notificationKinds.map((kind) => [kind, wantsNotification(member, kind)])),
  away: { enabled: false, ...member.away },
  columns: { clients: member.columns?.clients ?? [...defaultColumns] },
});

export const presentKeyHolder = (key: ApiKey) => ({ ...key, kind: "api_key" });
