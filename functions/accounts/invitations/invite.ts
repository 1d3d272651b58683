import { born } from "../../../shared/app/actor.ts";
import { type AccountCall, created, useCase } from "../../../shared/app/use-case.ts";
import { any, atMost, missing } from "../../../shared/db/conditions.ts";
import { fromStored, type Stored, toStored } from "../../../shared/db/entity.ts";
import { keys } from "../../../shared/db/keys.ts";
import { AlreadyExists, insert, VersionConflict, type Write } from "../../../shared/db/writes.ts";
import { memberships } from "../../../shared/entities/account.ts";
import {
  type Invitation,
  invitationIdOf,
  invitations,
  invitedAddresses,
  invitedAddressOf,
  memberIdOf,
  termsFrom,
} from "../../../shared/entities/invitation.ts";
import { AppError, invalid } from "../../../shared/errors.ts";
import type { BodyOf } from "../../../shared/http/contract.ts";
import type { Id } from "../../../shared/ids.ts";
import { emailAddress } from "../../../shared/text/email-address.ts";
import { mayAssign, standing } from "../authority.ts";
import type { AccountsDeps } from "../deps.ts";
import { routes } from "../manifest.ts";
import { presentInvitation } from "./store.ts";

type Wanted = Omit<BodyOf<typeof routes.invite>, "id"> & { id?: Id<"invitation"> | undefined };
type InviteCall = Pick<AccountCall<typeof routes.invite>, "actor" | "db" | "now">;

/** Offers a place in the account. Writing the invitation is what sends the e-mail; nobody is a member before they accept. */
export const invite = useCase(routes.invite, async ({ body, ...call }, deps: AccountsDeps) => {
  const wanted = { ...body, id: body.id as Id<"invitation"> | undefined };
  const { invitation, writes } = await invited(wanted, call, deps);
  return {
    ...created(presentInvitation(invitation, call.now), writes),
    asExisting: (existing) => presentInvitation(fromStored(invitations, existing), call.now),
  };
});

/** The same as it was asked for before there were invitations: the answer is the member that it will make. */
export const inviteMember = useCase(routes.inviteMember, async ({ body, ...call }, deps: AccountsDeps) => {
  const { id } = body;
  const wanted = { ...body, id: id === undefined ? undefined : invitationIdOf(id) };
  const { invitation, writes } = await invited(wanted, call, deps);
  const asMember = (of: Invitation) => ({ ...of, id: memberIdOf(of), name: of.name ?? of.email, status: "invited" });
  return {
    ...created(asMember(invitation), writes),
    asExisting: (existing) => asMember(fromStored(invitations, existing)),
  };
});

/** @throws AppError `forbidden` beyond the actor's own rights, `conflict` for whoever is a member or invited already */
const invited = async (
  { id, language, name, ...wanted }: Wanted,
  { actor, db, now }: InviteCall,
  { ids, people, table }: AccountsDeps,
): Promise<{ invitation: Invitation; writes: Write[] }> => {
  const { role, editClients = role !== "read_only" } = wanted;
  mayAssign(actor, role, editClients);
  const email = emailAddress(wanted.email);
  if (!email) throw invalid("/email", "Not an e-mail address");
  const person = await (await people()).find(email);
  const place =
    person?.verified && (await table.global.get(memberships, keys.membership(person.personId, db.accountId)));
  if (place) throw new AppError("conflict", "This person is a member of the account already.");

  const invitation: Invitation = {
    id: id ?? ids.next("invitation"),
    accountId: actor.accountId,
    email,
    ...(name ? { name } : {}),
    role,
    editClients,
    ...(language ? { language } : {}),
    status: "pending",
    round: 1,
    mail: "queued",
    ...termsFrom(now),
    ...born(actor, now),
  };
  return { invitation, writes: [insertOnce(invitation), addressOnce(invitation, now), ...standing(actor)] };
};

/** The same id with the same wish is the same invitation, whenever it was made and whatever became of its e-mail. */
const insertOnce = (invitation: Invitation): Write => {
  const stored = toStored(invitations, invitation);
  const wish = ({ email, name, role, editClients, language }: Stored) =>
    JSON.stringify([email, name, role, editClients, language]);
  return insert(invitations, invitation, (existing) => {
    if (!existing) return new VersionConflict();
    return new AlreadyExists(existing, wish(existing) === wish(stored) ? existing : stored);
  });
};

const addressOnce = (invitation: Invitation, now: Date): Write => ({
  do: "put",
  item: toStored(invitedAddresses, invitedAddressOf(invitation)),
  when: any(missing("expiresAt"), atMost("expiresAt", now.toISOString())),
  otherwise: () => new AppError("conflict", "This address is invited already: send that invitation again instead."),
});
