import { route } from "../../shared/http/contract.ts";
import * as members from "./member-schemas.ts";
import * as schemas from "./schemas.ts";

/** Who belongs to an account, who is invited, and its teams. */
export const memberRoutes = {
  listMembers: route("GET /v1/members", {
    summary: "The people who work in the account, by name",
    access: "account:read",
    visibility: "account",
    query: schemas.page,
    answers: { 200: members.memberPage },
  }),
  inviteMember: route("POST /v1/members", {
    summary: "Invites a person by e-mail, as POST /v1/invitations does",
    description:
      "The answer is the member that the person will be, with `status: invited`: they are one, and in the list, once they " +
      "have accepted. Until then `DELETE /v1/members/{id}` takes the invitation back.",
    access: "account:write",
    visibility: "account",
    body: members.invitedMember,
    answers: { 201: members.member },
    versioned: true,
    example: { body: { email: "luc.gagnon@example.com", name: "Luc Gagnon", role: "staff", editClients: true } },
  }),
  changeMember: route("PATCH /v1/members/{id}", {
    summary: "Changes a member's name, role and right to edit clients",
    description: "The last owner stays one.",
    access: "account:write",
    visibility: "account",
    body: members.memberPatch,
    answers: { 200: members.member },
    versioned: true,
    example: { body: { role: "field", editClients: false } },
  }),
  removeMember: route("DELETE /v1/members/{id}", {
    summary: "Removes a member from the account and its teams, and signs them out everywhere",
    description: "The last owner cannot be removed. Of somebody who has not accepted yet the invitation is taken back.",
    access: "account:write",
    visibility: "account",
    answers: { 204: "empty" },
    versioned: true,
  }),

  listInvitations: route("GET /v1/invitations", {
    summary: "The invitations that wait for an answer, have expired or were declined; newest first",
    access: "account:read",
    visibility: "account",
    query: schemas.page,
    answers: { 200: members.invitationPage },
  }),
  invite: route("POST /v1/invitations", {
    summary: "Invites a person by e-mail to work in the account",
    description:
      "They get a link in the account's language (or in `language`), good for seven days; nothing changes for them until " +
      "they accept. Nobody can give a role that may do more than they may; only an owner makes owners. 409 for somebody " +
      "who is a member, or invited, already.",
    access: "account:write",
    visibility: "account",
    body: members.newInvitation,
    answers: { 201: members.invitation },
    versioned: true,
    example: { body: { email: "anne.roy@example.com", name: "Anne Roy", role: "staff", editClients: true } },
  }),
  resendInvitation: route("POST /v1/invitations/{id}/resend", {
    summary: "Sends an invitation again, for seven days more; links that are out are over",
    description: "Also one that has expired or was declined. At most once a minute, and ten times in all.",
    access: "account:write",
    visibility: "account",
    answers: { 200: members.invitation },
    versioned: true,
  }),
  revokeInvitation: route("DELETE /v1/invitations/{id}", {
    summary: "Takes an invitation back: its links are over at once",
    access: "account:write",
    visibility: "account",
    answers: { 204: "empty" },
    versioned: true,
  }),
  acceptInvitation: route("POST /v1/invitations/{id}/accept", {
    summary: "Accepts an invitation: from now on its person is a member",
    description:
      "By the `token` of the e-mail's link (`/p/{token}/accounts`), or signed in (`Authorization`) under the invited address, once " +
      "that is proven. Somebody new sends the token with a `password` and a `name`, and gets a `session`.",
    access: "public",
    body: members.acceptance,
    answers: { 200: members.acceptedPlace },
    refusals: [401, 403, 410],
    example: { body: { token: "hVq0…", name: "Luc Gagnon", password: "Atelier-2026" } },
  }),
  declineInvitation: route("POST /v1/invitations/{id}/decline", {
    summary: "Declines an invitation",
    description: "By the `token` of the e-mail's link, or signed in under the invited address.",
    access: "public",
    body: members.decline,
    answers: { 204: "empty" },
    refusals: [401, 403, 410],
    example: { body: { token: "hVq0…" } },
  }),
  listMyInvitations: route("GET /v1/me/invitations", {
    summary: "What the person who calls is invited to",
    description: "By their address, once it is proven to be theirs.",
    access: "signed-in",
    visibility: "account",
    answers: { 200: members.myInvitations },
  }),
  leaveAccount: route("DELETE /v1/memberships/{accountId}", {
    summary: "Leaves an account",
    description: "For everybody, whatever their role; the only owner cannot leave.",
    access: "signed-in",
    visibility: "account",
    answers: { 204: "empty" },
  }),

  listTeams: route("GET /v1/teams", {
    summary: "The teams of the account, by name",
    access: "account:read",
    visibility: "account",
    query: schemas.page,
    answers: { 200: members.teamPage },
  }),
  createTeam: route("POST /v1/teams", {
    summary: "Makes a team of members",
    access: "account:write",
    visibility: "account",
    body: members.newTeam,
    answers: { 201: members.team },
    versioned: true,
    example: { body: { name: "Réception" } },
  }),
  changeTeam: route("PATCH /v1/teams/{id}", {
    summary: "Changes a team's name and members",
    access: "account:write",
    visibility: "account",
    body: members.teamPatch,
    answers: { 200: members.team },
    versioned: true,
    example: { body: { name: "Accueil" } },
  }),
  deleteTeam: route("DELETE /v1/teams/{id}", {
    summary: "Deletes a team; its members stay",
    access: "account:write",
    visibility: "account",
    answers: { 204: "empty" },
    versioned: true,
  }),
};
