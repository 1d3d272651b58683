import type { PublicCall } from "../../../shared/app/use-case.ts";
import { keys, partitions } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { type Invitation, invitedAddresses } from "../../../shared/entities/invitation.ts";
import { personLinks } from "../../../shared/entities/person-link.ts";
import { AppError, notFound } from "../../../shared/errors.ts";
import type { Route } from "../../../shared/http/contract.ts";
import { hashOf } from "../../../shared/ids.ts";
import type { AccountsDeps } from "../deps.ts";
import { invitationLink } from "../links.ts";
import type { Person } from "../people.ts";
import { findInvitation, isOver, mustBeOpen } from "./store.ts";

export interface ProvenInvitation {
  db: AccountTable;
  invitation: Invitation;
  /** Who answers, where they can sign in already. */
  person: Person | undefined;
}

type AnswerCall = Pick<PublicCall<Route>, "headers" | "now"> & { id: string; token: string | undefined };

const TRIES_A_MINUTE = 30;
const INVITATIONS = 100;

/**
 * The invitation that somebody may answer: by the link of its newest e-mail, or because they are signed in under the
 * invited address and it is proven that it is theirs. Whoever can show neither learns nothing of it.
 * @throws AppError `not-found`, `gone`, `forbidden` for a person of another address
 */
export const provenInvitation = async (call: AnswerCall, deps: AccountsDeps): Promise<ProvenInvitation> => {
  const people = await deps.people();
  const signedIn = await signedInPerson(call, deps);
  if (call.token === undefined) return byAddress(call, signedIn, deps);

  const found = await byLink({ ...call, token: call.token }, deps);
  const { email } = found.invitation;
  if (signedIn && signedIn.email !== email)
    throw new AppError("forbidden", "This invitation is for another address than the one you sign in with.");
  if (signedIn && !signedIn.verified) {
    await people.confirmAddress(signedIn);
    return { ...found, person: { ...signedIn, verified: true } };
  }
  const known = signedIn ?? (await people.find(email));
  // An address that somebody signed up with and never proved says nothing of who they are.
  return { ...found, person: known?.verified ? known : undefined };
};

const signedInPerson = async ({ headers }: AnswerCall, { identify, people }: AccountsDeps) => {
  if (headers.authorization === undefined) return undefined;
  const { id } = await identify.person(headers.authorization);
  return (await people()).find(id);
};

const byLink = async ({ id, token, now }: AnswerCall & { token: string }, { table, limiter }: AccountsDeps) => {
  const hash = hashOf(token);
  const link = await table.global.get(personLinks, keys.link(hash));
  if (link?.purpose !== invitationLink.purpose || link.subject !== id) throw notFound("invitation");
  await limiter.takeFor(link.accountId, `link_${hash}`, TRIES_A_MINUTE, now);
  const db = table.of(link.accountId);
  const invitation = await findInvitation(db, id).catch((error: unknown) => {
    throw error instanceof AppError && error.code === "not-found" ? isOver() : error;
  });
  if (invitation.linkHash !== hash) throw isOver();
  mustBeOpen(invitation, now);
  return { db, invitation };
};

const byAddress = async ({ id, now }: AnswerCall, person: Person | undefined, { table }: AccountsDeps) => {
  if (!person) throw new AppError("unauthenticated", "Send the `token` of the invitation's e-mail, or sign in.");
  if (!person.verified) throw unproven();
  const partition = partitions.invited(hashOf(person.email));
  const { items } = await table.global.list(invitedAddresses, partition, { limit: INVITATIONS });
  const mine = items.find(({ invitationId }) => invitationId === id);
  if (!mine) throw notFound("invitation");
  const db = table.of(mine.accountId);
  const invitation = await findInvitation(db, id);
  mustBeOpen(invitation, now);
  return { db, invitation, person };
};

const unproven = (): AppError =>
  new AppError("forbidden", "Prove first that your address is yours: POST /v1/me/email/code sends you a code.");
