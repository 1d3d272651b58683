import { keys } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { replace, type Write } from "../../../shared/db/writes.ts";
import { type Invitation, invitations, statusAt } from "../../../shared/entities/invitation.ts";
import { AppError, notFound } from "../../../shared/errors.ts";
import { isId } from "../../../shared/ids.ts";

/** @throws AppError `not-found`, also for one that was revoked */
export const findInvitation = async (db: AccountTable, id: string): Promise<Invitation> => {
  const found = isId("invitation", id) ? await db.get(invitations, keys.of(db.accountId, id)) : undefined;
  if (!found || found.status === "revoked") throw notFound("invitation");
  return found;
};

export const isOver = (): AppError =>
  new AppError("gone", "This invitation is over: it was answered, taken back, sent again or has expired.");

/** @throws AppError `gone` */
export const mustBeOpen = (invitation: Invitation, now: Date): void => {
  if (statusAt(invitation, now) !== "pending") throw isOver();
};

/** The next version, for those who cannot read it again: whoever was faster has ended it. */
export const answered = (next: Invitation, previous: Invitation): Write => ({
  ...replace(invitations, next, previous),
  otherwise: isOver,
});

export const presentInvitation = (invitation: Invitation, now: Date) => ({
  ...invitation,
  status: statusAt(invitation, now),
});
