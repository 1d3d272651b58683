import { born, revised } from "../../../shared/app/actor.ts";
import { noContent, ok, publicUseCase } from "../../../shared/app/use-case.ts";
import { keys } from "../../../shared/db/keys.ts";
import { insert, remove } from "../../../shared/db/writes.ts";
import { accounts, type Member, type Membership, members, memberships } from "../../../shared/entities/account.ts";
import { type Invitation, memberIdOf } from "../../../shared/entities/invitation.ts";
import { AppError, invalid, notFound } from "../../../shared/errors.ts";
import type { BodyOf } from "../../../shared/http/contract.ts";
import { hashOf } from "../../../shared/ids.ts";
import type { AccountsDeps } from "../deps.ts";
import { routes } from "../manifest.ts";
import { addOwner } from "../owners.ts";
import type { Session } from "../people.ts";
import { presentPlace, presentSession } from "../present.ts";
import { type ProvenInvitation, provenInvitation } from "./proof.ts";
import { answered } from "./store.ts";

/** Makes the invited person a member. Somebody new chooses a password with it, and is signed in. */
export const acceptInvitation = publicUseCase(
  routes.acceptInvitation,
  async ({ params: { id }, body, headers, now }, deps: AccountsDeps) => {
    const proven = await provenInvitation({ id, token: body.token, headers, now }, deps);
    const { db, invitation } = proven;
    const { personId, session } = await personOf(proven, body, deps);
    const { accountId, email, role, editClients, language } = invitation;
    const memberId = memberIdOf(invitation);
    const author = { kind: "person", id: memberId } as const;
    const member: Member = {
      id: memberId,
      accountId,
      personId,
      email,
      name: body.name ?? invitation.name ?? email,
      role,
      editClients,
      status: "active",
      ...(language ? { language } : {}),
      ...born(author, now),
    };
    const joinedAt = now.toISOString();
    const membership: Membership = { personId, accountId, memberId, role, editClients, joinedAt };
    const account = await db.get(accounts, keys.account(accountId));
    if (!account) throw notFound("account");
    return {
      ...ok({ ...presentPlace(membership, account), ...(session ? { session: presentSession(session) } : {}) }),
      in: accountId,
      writes: [
        answered({ ...invitation, status: "accepted", ...revised(invitation, author, now) }, invitation),
        insert(members, member),
        insert(memberships, membership, alreadyMember),
        remove(keys.invited(hashOf(email), accountId)),
        ...(role === "owner" ? await addOwner({ db, author, now }, member) : []),
      ],
    };
  },
);

/** Says no. The account sees it, and may ask again. */
export const declineInvitation = publicUseCase(
  routes.declineInvitation,
  async ({ params: { id }, body, headers, now }, deps: AccountsDeps) => {
    const { invitation, person } = await provenInvitation({ id, token: body.token, headers, now }, deps);
    const author = { kind: "person", id: person?.personId ?? memberIdOf(invitation) } as const;
    const next: Invitation = { ...invitation, status: "declined", ...revised(invitation, author, now) };
    return {
      ...noContent([answered(next, invitation), remove(keys.invited(hashOf(invitation.email), invitation.accountId))]),
      in: invitation.accountId,
    };
  },
);

const personOf = async (
  { invitation, person }: ProvenInvitation,
  { name, password }: BodyOf<typeof routes.acceptInvitation>,
  { people }: AccountsDeps,
): Promise<{ personId: string; session?: Session }> => {
  if (person) return { personId: person.personId };
  if (!password) throw invalid("/password", "Choose a password: nobody signs in with the invited address yet.");
  const { email } = invitation;
  const pool = await people();
  const personId = await pool.enrol({ email, password, name: name ?? invitation.name ?? email });
  return { personId, session: await pool.signIn({ email, password }) };
};

const alreadyMember = () => new AppError("conflict", "You are a member of this account already.");
