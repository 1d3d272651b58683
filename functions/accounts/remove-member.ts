import { noContent, useCase } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import { invitationIdOf, invitations } from "../../shared/entities/invitation.ts";
import { notFound } from "../../shared/errors.ts";
import { isId } from "../../shared/ids.ts";
import { mayTouch, standing } from "./authority.ts";
import type { AccountsDeps } from "./deps.ts";
import { revocation } from "./invitations/manage.ts";
import { routes } from "./manifest.ts";
import { removal } from "./removal.ts";
import { findMember, teamsWith } from "./store.ts";

/**
 * The person loses the account and every session: what they hold gives no new access token. Of somebody who has not
 * accepted yet the invitation is taken back. @throws conflict for the last owner
 */
export const removeMember = useCase(
  routes.removeMember,
  async ({ params, actor, db, match, now }, { people }: AccountsDeps) => {
    const [current, theirTeams] = await Promise.all([findMember(db, params.id), teamsWith(db, params.id)]);
    if (!current) {
      const id = invitationIdOf(params.id);
      const invitation = isId("invitation", id) ? await db.get(invitations, keys.of(db.accountId, id)) : undefined;
      if (invitation?.status !== "pending") throw notFound("member");
      match(invitation);
      return noContent(revocation(invitation, actor, now));
    }
    match(current);
    mayTouch(actor, current);
    const writes = await removal(db, { member: current, theirTeams }, actor, now);
    await (await people()).signOutEverywhere(current.personId);
    return noContent([...writes, ...standing(actor, current.id)]);
  },
);
