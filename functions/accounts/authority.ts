import type { Actor } from "../../shared/app/actor.ts";
import { all, equals, missing, present } from "../../shared/db/conditions.ts";
import { keys } from "../../shared/db/keys.ts";
import { check, type Write } from "../../shared/db/writes.ts";
import type { Member } from "../../shared/entities/account.ts";
import { AppError } from "../../shared/errors.ts";
import { holds, type Role, type Scope, scopesOf } from "../../shared/http/scopes.ts";
import { scopes } from "../kinds.ts";

/** Nobody gives more than they have. @throws AppError `forbidden` */
export const mayGrant = (actor: Actor, given: readonly Scope[]): void => {
  const beyond = given.filter((scope) => !holds(actor, scope));
  if (beyond.length > 0) throw new AppError("forbidden", `You cannot give what you do not have: ${beyond.join(", ")}.`);
};

/** @throws AppError `forbidden` when the actor may not put a member into this role, or take one out of it */
export const mayAssign = (actor: Actor, role: Role, editClients: boolean): void => {
  if (role === "owner" && actor.role !== "owner") throw new AppError("forbidden", "Only an owner decides who owns.");
  const member = { role, scopes: scopesOf(role, editClients) };
  mayGrant(
    actor,
    scopes.filter((scope) => holds(member, scope)),
  );
};

/** Owners are changed by owners alone. @throws AppError `forbidden` */
export const mayTouch = (actor: Actor, member: Member): void => {
  if (member.role === "owner" && actor.role !== "owner")
    throw new AppError("forbidden", "Only an owner can change or remove an owner.");
};

/**
 * Who calls is believed for a minute (identify.ts). That is too long for handing out rights: these writes hold only while
 * the actor still is what the request was let in for. Empty when the change is about the actor's own item, whose version
 * is checked anyway.
 */
export const standing = (actor: Actor, changed?: string): Write[] => {
  if (actor.id === changed) return [];
  const unchanged =
    actor.kind === "person"
      ? all(equals("role", actor.role), equals("status", "active"))
      : all(present, missing("revokedAt"));
  const refusal = () => new AppError("forbidden", "Your rights in this account have just been changed.");
  return [check(keys.of(actor.accountId, actor.id), unchanged, refusal)];
};
