import { secondsSinceEpoch } from "../clock.ts";
import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { keys, partitions } from "../db/keys.ts";
import type { Role } from "../http/scopes.ts";
import { type AccountId, hashOf, type Id } from "../ids.ts";
import type { BounceKind, MailStatus } from "./mail-state.ts";

/** A place in an account that is offered to whoever has an e-mail address. Nobody is a member before they accept. */
export interface Invitation extends Provenance {
  id: Id<"invitation">;
  accountId: AccountId;
  email: string;
  name?: string;
  role: Role;
  editClients: boolean;
  /** Of the e-mail; the account's where absent. */
  language?: string;
  status: "pending" | "accepted" | "declined" | "revoked";
  expiresAt: string;
  /** How often it was sent, the first time included. */
  round: number;
  mail: Exclude<MailStatus, "no_address">;
  mailAt?: string;
  mailError?: string;
  mailBounce?: BounceKind;
  /** Of the newest link: those of earlier e-mails are over. */
  linkHash?: string;
  ttl: number;
}

const DAY_SECONDS = 86_400;
/** How long an invitation can be accepted, from each time it is sent. */
const INVITATION_SECONDS = 7 * DAY_SECONDS;
/** How long what became of one can be seen. */
const KEPT_SECONDS = 30 * DAY_SECONDS;

/** Those that wait or were declined are listed; one that was accepted is a member, one that was revoked is gone. */
export const invitations: Entity<Invitation> = entity("invitation", (invitation) => ({
  ...keys.of(invitation.accountId, invitation.id),
  ...(invitation.status === "pending" || invitation.status === "declined"
    ? { gsi2pk: partitions.list(invitation.accountId, "INVITATIONS").pk, gsi2sk: invitation.id }
    : {}),
}));

/** Until when an invitation that is sent now can be accepted, and when it is forgotten. */
export const termsFrom = (now: Date): Pick<Invitation, "expiresAt" | "ttl"> => {
  const end = now.getTime() + INVITATION_SECONDS * 1000;
  return { expiresAt: new Date(end).toISOString(), ttl: secondsSinceEpoch(new Date(end + KEPT_SECONDS * 1000)) };
};

/** What an invitation is at this moment. */
export const statusAt = ({ status, expiresAt }: Invitation, now: Date): Invitation["status"] | "expired" =>
  status === "pending" && Date.parse(expiresAt) <= now.getTime() ? "expired" : status;

/** The member whom an invitation makes has its number: callers of `POST /members` were told of that member at once. */
export const memberIdOf = ({ id }: Pick<Invitation, "id">): Id<"member"> => id.replace(/^inv_/, "mem_") as Id<"member">;
export const invitationIdOf = (member: string): Id<"invitation"> => member.replace(/^mem_/, "inv_") as Id<"invitation">;

/**
 * That an address is invited to an account: one invitation at a time, found by the person once they have proven the
 * address.
 */
export interface InvitedAddress {
  addressHash: string;
  accountId: AccountId;
  invitationId: Id<"invitation">;
  expiresAt: string;
  ttl: number;
}

export const invitedAddresses: Entity<InvitedAddress> = entity("invited_address", ({ addressHash, accountId }) =>
  keys.invited(addressHash, accountId),
);

export const invitedAddressOf = ({ id, accountId, email, expiresAt, ttl }: Invitation): InvitedAddress => ({
  addressHash: hashOf(email),
  accountId,
  invitationId: id,
  expiresAt,
  ttl,
});
