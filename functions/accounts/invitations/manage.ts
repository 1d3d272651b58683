import { type Actor, revised } from "../../../shared/app/actor.ts";
import { listed, noContent, ok, useCase } from "../../../shared/app/use-case.ts";
import { keys, partitions } from "../../../shared/db/keys.ts";
import { put, remove, replace, type Write } from "../../../shared/db/writes.ts";
import {
  type Invitation,
  invitations,
  invitedAddresses,
  invitedAddressOf,
  termsFrom,
} from "../../../shared/entities/invitation.ts";
import { isUndeliverable } from "../../../shared/entities/mail-state.ts";
import { AppError } from "../../../shared/errors.ts";
import { hashOf } from "../../../shared/ids.ts";
import { mayAssign, standing } from "../authority.ts";
import { routes } from "../manifest.ts";
import { findInvitation, presentInvitation } from "./store.ts";

const BETWEEN_MAILS_MS = 60_000;
/** Whoever does not answer so many e-mails does not want to. */
const MAILS = 10;

export const listInvitations = useCase(routes.listInvitations, async ({ db, page, now }) => {
  const partition = partitions.list(db.accountId, "INVITATIONS");
  const found = await db.list(invitations, partition, { ...page, newestFirst: true });
  return listed(found, (invitation) => presentInvitation(invitation, now));
});

/** Another e-mail with a link of its own: links that are out are over. Also of an invitation that expired or was declined. */
export const resendInvitation = useCase(routes.resendInvitation, async ({ params, actor, db, now, match }) => {
  const current = await findInvitation(db, params.id);
  match(current);
  if (current.status === "accepted") throw new AppError("conflict", "This invitation was accepted.");
  mayAssign(actor, current.role, current.editClients);
  if (isUndeliverable(current)) throw new AppError("conflict", REACHES_NOBODY);
  const asked = Date.parse(current.mailAt ?? current.updatedAt);
  if (now.getTime() - asked < BETWEEN_MAILS_MS || current.round >= MAILS) throw tooOften(current);
  const { mailError, mailBounce, ...kept } = current;
  const next: Invitation = {
    ...kept,
    status: "pending",
    round: current.round + 1,
    mail: "queued",
    ...termsFrom(now),
    ...revised(current, actor, now),
  };
  return ok(presentInvitation(next, now), [
    replace(invitations, next, current),
    put(invitedAddresses, invitedAddressOf(next)),
    ...standing(actor),
  ]);
});

const REACHES_NOBODY =
  "E-mail to this address bounced for good, or was reported as unwanted: take the invitation back, and invite an address that works.";

const tooOften = ({ round }: Invitation): AppError =>
  round >= MAILS
    ? new AppError("conflict", `This invitation was sent ${MAILS} times: take it back and make another.`)
    : new AppError("too-many-requests", "An invitation was sent a moment ago; wait a minute.", {
        headers: { "retry-after": String(BETWEEN_MAILS_MS / 1000) },
      });

/** Takes an invitation back: its links are over at once. */
export const revokeInvitation = useCase(routes.revokeInvitation, async ({ params, actor, db, now, match }) => {
  const current = await findInvitation(db, params.id);
  match(current);
  if (current.status === "accepted") throw new AppError("conflict", "This person is a member by now.");
  return noContent(revocation(current, actor, now));
});

export const revocation = (current: Invitation, actor: Actor, now: Date): Write[] => [
  replace(invitations, { ...current, status: "revoked", ...revised(current, actor, now) }, current),
  remove(keys.invited(hashOf(current.email), current.accountId)),
  ...standing(actor),
];
