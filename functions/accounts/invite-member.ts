import { born } from "../../shared/app/actor.ts";
import { created, useCase } from "../../shared/app/use-case.ts";
import { insert } from "../../shared/db/writes.ts";
import { type Member, members, memberships } from "../../shared/entities/account.ts";
import { AppError, invalid } from "../../shared/errors.ts";
import { isId } from "../../shared/ids.ts";
import { emailAddress } from "../../shared/text/email-address.ts";
import { mayAssign, standing } from "./authority.ts";
import type { AccountsDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { addOwner } from "./owners.ts";

/**
 * Gives a person a place in the account. Cognito is asked before the place exists: an invitation that fails in between
 * is repeated and finds the person there. @throws conflict when the person is a member already
 */
export const inviteMember = useCase(
  routes.inviteMember,
  async ({ body, actor, db, now }, { people, ids }: AccountsDeps) => {
    const { role, editClients = role !== "read_only", language } = body;
    mayAssign(actor, role, editClients);
    const email = emailAddress(body.email);
    if (!email) throw invalid("/email", "Not an e-mail address");
    const name = body.name ?? email;

    const personId = await (await people()).invite({ email, name });
    const { accountId } = actor;
    const id = body.id !== undefined && isId("member", body.id) ? body.id : ids.next("member");
    const member: Member = {
      id,
      accountId,
      personId,
      email,
      name,
      role,
      editClients,
      ...(language ? { language } : {}),
      status: "active",
      ...born(actor, now),
    };
    return {
      ...created(member, [
        insert(members, member),
        insert(memberships, { personId, accountId, memberId: id, role, editClients }, alreadyMember),
        ...(role === "owner" ? [await addOwner(db, id)] : []),
        ...standing(actor),
      ]),
      asExisting: (existing) => existing,
    };
  },
);

const alreadyMember = () => new AppError("conflict", "This person is a member of the account already.");
