import { revised } from "../../shared/app/actor.ts";
import { type AccountCall, ok, useCase } from "../../shared/app/use-case.ts";
import { present } from "../../shared/db/conditions.ts";
import { keys } from "../../shared/db/keys.ts";
import { replace, update } from "../../shared/db/writes.ts";
import { type Member, members } from "../../shared/entities/account.ts";
import { type Invitation, invitationIdOf, invitations, memberIdOf } from "../../shared/entities/invitation.ts";
import { notFound } from "../../shared/errors.ts";
import { isId } from "../../shared/ids.ts";
import { sameContent } from "../../shared/same-content.ts";
import { mayAssign, mayTouch, standing } from "./authority.ts";
import { routes } from "./manifest.ts";
import { addOwner, dropOwner } from "./owners.ts";
import { findMember } from "./store.ts";

/** @throws forbidden beyond the actor's own rights, conflict when nobody else owns the account */
export const changeMember = useCase(routes.changeMember, async ({ params, body, actor, db, match, now }) => {
  const current = await findMember(db, params.id);
  if (!current) return changeInvited({ params, body, actor, db, match, now });
  match(current);
  mayTouch(actor, current);
  const { name = current.name, role = current.role, editClients = current.editClients } = body;
  const sameRights = role === current.role && editClients === current.editClients;
  if (!sameRights) mayAssign(actor, role, editClients);

  const next: Member = { ...current, name, role, editClients, ...revised(current, actor, now) };
  if (sameContent(next, current)) return ok(current);
  const { id, accountId, personId } = current;
  const writes = [replace(members, next, current), ...standing(actor, id)];
  // The version of the member guards its twin on the person's side.
  if (!sameRights) writes.push(update(keys.membership(personId, accountId), { set: { role, editClients } }, present));
  if (role === "owner" && current.role !== "owner")
    writes.push(...(await addOwner({ db, author: actor, now }, current)));
  if (role !== "owner" && current.role === "owner") writes.push(...(await dropOwner({ db, author: actor, now }, id)));
  return ok(next, writes);
});

type ChangeCall = Pick<AccountCall<typeof routes.changeMember>, "params" | "body" | "actor" | "db" | "match" | "now">;

/** Of somebody who has not accepted yet, what they are invited as. */
const changeInvited = async ({ params, body, actor, db, match, now }: ChangeCall) => {
  const id = invitationIdOf(params.id);
  const current = isId("invitation", id) ? await db.get(invitations, keys.of(db.accountId, id)) : undefined;
  if (current?.status !== "pending") throw notFound("member");
  match(current);
  mayAssign(actor, current.role, current.editClients);
  const { name = current.name, role = current.role, editClients = current.editClients } = body;
  mayAssign(actor, role, editClients);
  const next: Invitation = {
    ...current,
    ...(name ? { name } : {}),
    role,
    editClients,
    ...revised(current, actor, now),
  };
  const asMember = { ...next, id: memberIdOf(next), name: next.name ?? next.email, status: "invited" };
  return ok(asMember, [replace(invitations, next, current), ...standing(actor)]);
};
