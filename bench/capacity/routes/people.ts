import { invitationLink, passwordLink } from "../../../functions/accounts/links.ts";
import { codeHashOf } from "../../../functions/accounts/own-address/code.ts";
import { keys, partitions } from "../../../shared/db/keys.ts";
import { put } from "../../../shared/db/writes.ts";
import { members, memberships } from "../../../shared/entities/account.ts";
import { type AddressCode, addressCodeKey, addressCodes, SENDER } from "../../../shared/entities/address-code.ts";
import { INSTALLATION } from "../../../shared/entities/installation.ts";
import {
  type Invitation,
  invitations,
  invitedAddresses,
  invitedAddressOf,
} from "../../../shared/entities/invitation.ts";
import { passwordResetKey } from "../../../shared/entities/password-reset.ts";
import { newPersonLink } from "../../../shared/entities/person-link.ts";
import { type AccountId, derivedId, hashOf } from "../../../shared/ids.ts";
import { type Case, holds, idOf, list, now, one, PAGE, places, type Setting, times, together } from "../case.ts";
import { subOf } from "../other-services.ts";

const MANY = 30;
const password = "Atelier-2026";
const LATER = "2100-01-01T00:00:00.000Z";
const EARLIER = "2026-01-01T00:00:00.000Z";
const chain = "the proof leads to the invitation, and that to its account: one after the other";

/** Invitations, forgotten passwords, proven addresses, and leaving. */
export const peopleCases = async ({ world, caller, make }: Setting): Promise<Case[]> => {
  const { account } = caller;
  const at = places(account.id);
  const callerCheck = together("check of the caller", at.of(derivedId("apiKey", "bench", account.id)));
  const provenance = { version: 1, createdAt: EARLIER, createdBy: "bench", updatedAt: EARLIER, updatedBy: "bench" };
  const birth = { ...provenance, source: "api" };

  /** An invitation that was sent long ago, and the token of its link. */
  const anInvitation = async (address: string): Promise<{ invitation: Invitation; token: string }> => {
    const email = `${address}@garage.example`;
    const id = derivedId("invitation", "bench", email);
    const accountId = account.id;
    const link = newPersonLink(invitationLink, { accountId, subject: id, expiresAt: LATER });
    const rights = { role: "staff", editClients: true } as const;
    const sent = { status: "pending", expiresAt: LATER, round: 1, mail: "sent", linkHash: link.hash } as const;
    const invitation: Invitation = { id, accountId, email, ...rights, ...sent, ttl: 4_200_000_000, ...birth };
    const writes = [put(invitations, invitation), put(invitedAddresses, invitedAddressOf(invitation)), link.write];
    await world.table.of(accountId).commit(writes);
    return { invitation, token: tokenOf(link.path) };
  };
  const both = ({ id, email }: Invitation) => [at.of(id), keys.invited(hashOf(email), account.id)];

  /** Somebody who has opened an account with an address that is not proven. */
  const unproven = async (name: string) => {
    const owner = { email: `${name}@garage.example`, password, name: "Luc Roy" };
    const opened = await make("POST /v1/accounts", {
      as: "nobody",
      body: { name: "Garage Roy", country: "CA", owner },
    });
    const { accessToken } = opened.session as { accessToken: string };
    const headers = { authorization: `Bearer ${accessToken}` };
    const { email } = owner;
    await make("PATCH /v1/account", { as: "nobody", headers, body: { senderEmail: email } });
    const accountId = idOf(opened) as AccountId;
    const memberId = idOf(opened.owner as Record<string, unknown>);
    const code = (id: string): AddressCode => {
      const asked = { id, accountId, email, expiresAt: LATER, ttl: 4_200_000_000, ...birth };
      return { ...asked, codeHash: codeHashOf(asked, "AAAA-AAAA") };
    };
    return { headers, accountId, memberId, code };
  };

  await times(MANY, (number) => make("POST /v1/teams", { body: { name: `Team ${number}` } }));
  await times(MANY, (number) =>
    make("POST /v1/invitations", { body: { email: `new-${number}@garage.example`, role: "staff" } }),
  );
  const [again, over, joining, declining] = [
    await anInvitation("again"),
    await anInvitation("over"),
    await anInvitation("joining"),
    await anInvitation("declining"),
  ];
  const own = (await anInvitation(caller.email.replace(/@.*/, ""))).invitation;
  const [asking, proving] = [await unproven("unproven-1"), await unproven("unproven-2")];
  const codes = [proving.code(proving.memberId), proving.code(SENDER)];
  await world.table.of(proving.accountId).commit(codes.map((code) => put(addressCodes, code)));
  const forgotten = newPersonLink(passwordLink, {
    accountId: INSTALLATION,
    subject: caller.email,
    expiresAt: LATER,
  });
  await world.table.of(INSTALLATION).commit([forgotten.write]);
  const leaver = derivedId("member", "bench", "leaver");
  const leaving = { personId: subOf("leaving"), accountId: account.id, role: "staff", editClients: true } as const;
  await world.table
    .of(account.id)
    .commit([
      put(members, { ...leaving, id: leaver, email: "leaving@garage.example", name: "L", status: "active", ...birth }),
      put(memberships, { ...leaving, memberId: leaver }),
    ]);
  const signedIn = await make("POST /v1/session", {
    as: "nobody",
    body: { email: "leaving@garage.example", password },
  });
  const asked = addressCodeKey(asking.accountId, asking.memberId);
  const senderAsked = addressCodeKey(asking.accountId, SENDER);
  const memberCode = addressCodeKey(proving.accountId, proving.memberId);
  const senderCode = addressCodeKey(proving.accountId, SENDER);
  const invited = hashOf(caller.email);

  return [
    { route: "POST /v1/sign-out", pattern: "–", as: "person", body: { everywhere: true } },
    {
      route: "POST /v1/password-resets",
      pattern: "Get what was asked before, Put",
      as: "nobody",
      body: { email: caller.email },
      reads: [now("asked before", passwordResetKey(invited))],
      writes: () => [one("asked", passwordResetKey(invited))],
    },
    {
      route: "POST /v1/password-resets/confirm",
      pattern: "Get link, then what was asked before; link gone, password set, then what was asked is used",
      as: "nobody",
      body: { token: tokenOf(forgotten.path), password },
      reads: [now("link", keys.link(forgotten.hash)), now("asked before", passwordResetKey(invited))],
      writes: () => [one("link", keys.link(forgotten.hash)), one("asked", passwordResetKey(invited))],
      because: "whose link it is says the link, which is used up before the password is set",
    },
    {
      route: "POST /v1/me/email/code",
      pattern: "Get what was asked before, Put",
      as: "nobody",
      headers: asking.headers,
      reads: [now("asked before", asked)],
      writes: () => [one("code", asked)],
    },
    {
      route: "POST /v1/me/email/confirm",
      pattern: "Get code; one transaction",
      as: "nobody",
      headers: proving.headers,
      body: { code: "AAAA-AAAA" },
      reads: [now("code", memberCode)],
      writes: () => [together("code, member", memberCode, keys.of(proving.accountId, proving.memberId))],
    },
    {
      route: "POST /v1/account/sender-email/code",
      pattern: "Get account, then what was asked before; Put",
      as: "nobody",
      headers: asking.headers,
      reads: [now("account", keys.account(asking.accountId)), now("asked before", senderAsked)],
      writes: () => [one("code", senderAsked)],
      because: "the account says which address it is",
    },
    {
      route: "POST /v1/account/sender-email/confirm",
      pattern: "Get account and code at once; one transaction",
      as: "nobody",
      headers: proving.headers,
      body: { code: "AAAA-AAAA" },
      reads: [now("account", keys.account(proving.accountId)), now("code", senderCode)],
      writes: () => [together("account, code", keys.account(proving.accountId), senderCode)],
    },
    {
      route: "GET /v1/invitations",
      pattern: "Query gsi2",
      reads: [list("invitations", at.page("INVITATIONS", PAGE, true))],
    },
    {
      route: "POST /v1/invitations",
      pattern: "one transaction, the caller's rights checked in it",
      body: { email: "new@garage.example", role: "staff" },
      writes: ({ body }) => [
        together("invitation, address", at.of(idOf(body)), keys.invited(hashOf("new@garage.example"), account.id)),
        callerCheck,
      ],
    },
    {
      route: "POST /v1/invitations/{id}/resend",
      pattern: "Get invitation; one transaction, the caller's rights checked in it",
      params: { id: again.invitation.id },
      reads: [now("invitation", at.of(again.invitation.id))],
      writes: () => [together("invitation, address", ...both(again.invitation)), callerCheck],
    },
    {
      route: "DELETE /v1/invitations/{id}",
      pattern: "Get invitation; one transaction, the caller's rights checked in it",
      params: { id: over.invitation.id },
      reads: [now("invitation", at.of(over.invitation.id))],
      writes: () => [together("invitation, address", ...both(over.invitation)), callerCheck],
    },
    {
      route: "GET /p/{token}/accounts",
      pattern: "Get link; invitation and account at once",
      as: "nobody",
      params: { token: joining.token },
      reads: [
        now("link", keys.link(hashOf(joining.token))),
        now("invitation, account", at.of(joining.invitation.id), at.self),
      ],
      because: chain,
    },
    {
      route: "POST /v1/invitations/{id}/accept",
      pattern: "Get link, then invitation, then account; one transaction",
      as: "nobody",
      params: { id: joining.invitation.id },
      body: { token: joining.token },
      reads: [
        now("link", keys.link(hashOf(joining.token))),
        now("invitation", at.of(joining.invitation.id)),
        now("account", at.self),
      ],
      writes: ({ body }) => [
        together(
          "invitation, address, member, membership",
          ...both(joining.invitation),
          at.of(String(body.memberId)),
          keys.membership(subOf("joining"), account.id),
        ),
      ],
      because: chain,
    },
    {
      route: "POST /v1/invitations/{id}/decline",
      pattern: "Get link, then invitation; one transaction",
      as: "nobody",
      params: { id: declining.invitation.id },
      body: { token: declining.token },
      reads: [now("link", keys.link(hashOf(declining.token))), now("invitation", at.of(declining.invitation.id))],
      writes: () => [together("invitation, address", ...both(declining.invitation))],
      because: chain,
    },
    {
      route: "GET /v1/me/invitations",
      pattern: "Query the address's invitations; Get each, and its account",
      as: "person",
      reads: [
        list("addresses", { ...partitions.invited(invited), items: 1 }),
        now("account", at.self),
        now("invitation", at.of(own.id)),
      ],
      check: holds(1),
      because: "the invitations name their accounts, so these are read after them",
    },
    {
      route: "DELETE /v1/memberships/{accountId}",
      pattern: "Get membership, then member and Query teams; one transaction",
      as: "nobody",
      headers: { authorization: `Bearer ${String(signedIn.accessToken)}` },
      params: { accountId: account.id },
      reads: [
        now("membership", keys.membership(subOf("leaving"), account.id)),
        now("member", at.of(leaver)),
        list("teams", at.page("TEAMS", MANY)),
      ],
      writes: () => [together("member, membership", at.of(leaver), keys.membership(subOf("leaving"), account.id))],
      because: "the membership says which member it is",
    },
  ];
};

const tokenOf = (path: string): string => path.split("/")[2] ?? "";
