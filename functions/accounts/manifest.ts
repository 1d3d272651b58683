import { manifest, route } from "../../shared/http/contract.ts";
import * as schemas from "./schemas.ts";

const PEOPLE_ONLY = "For people: an API key is refused with 403.";

export const routes = {
  signUp: route("POST /v1/accounts", {
    summary: "Opens an account, with its first owner",
    description:
      "Refused with 403 where the stage has closed sign-up. Somebody who signs in already gives the password they have. " +
      "An e-mail brings a code that proves the owner's address (`POST /v1/me/email/confirm`): until then it does not say who they are. " +
      "With an Idempotency-Key, the same person opens one account with it, however often it is sent.",
    refusals: [401, 403, 429],
    access: "public",
    body: schemas.signUp,
    answers: { 201: schemas.newAccount },
    versioned: true,
    example: {
      body: {
        name: "Garage Tremblay",
        country: "CA",
        timeZone: "America/Toronto",
        language: "fr",
        owner: { email: "marie.tremblay@example.com", password: "Atelier-2026", name: "Marie Tremblay" },
      },
    },
  }),
  readAccount: route("GET /v1/account", {
    summary: "The account and its settings",
    access: "account:read",
    visibility: "account",
    answers: { 200: schemas.account },
    versioned: true,
    cacheable: true,
  }),
  changeAccount: route("PATCH /v1/account", {
    summary: "Changes the account and its settings",
    access: "account:write",
    visibility: "account",
    body: schemas.accountPatch,
    answers: { 200: schemas.account },
    versioned: true,
    example: { body: { senderName: "Garage Tremblay", settings: { restrictFieldToAssigned: true } } },
  }),

  signIn: route("POST /v1/session", {
    summary: "Signs a person in",
    description:
      "The access token goes into `Authorization: Bearer …`. Who has a temporary password sends it as `password` and " +
      "chooses one with `newPassword`.",
    refusals: [401, 403, 429],
    access: "public",
    body: schemas.credentials,
    answers: { 200: schemas.session },
    example: { body: { email: "marie.tremblay@example.com", password: "Atelier-2026" } },
  }),
  refreshSession: route("POST /v1/session/refresh", {
    summary: "A new access token for a refresh token",
    refusals: [401, 429],
    access: "public",
    body: schemas.refreshRequest,
    answers: { 200: schemas.session },
    example: { body: { refreshToken: "eyJjdHkiOiJKV1Qi…" } },
  }),

  signOut: route("POST /v1/sign-out", {
    summary: "Signs the person who calls out",
    description:
      "Ends the session of `refreshToken`; with `everywhere`, or without a token, every session of the person. Access " +
      "tokens that are out live on until they expire, an hour at most.",
    access: "signed-in",
    visibility: "account",
    body: schemas.signOut,
    answers: { 204: "empty" },
    example: { body: { everywhere: true } },
  }),
  requestPasswordReset: route("POST /v1/password-resets", {
    summary: "Sends a link to choose a new password, to whoever signs in with the address",
    description:
      "The answer is the same whether anybody does. The link (`/p/{token}`) works for an hour, and once. At most one " +
      "e-mail a minute.",
    access: "public",
    body: schemas.passwordResetRequest,
    answers: { 202: schemas.nothing },
    example: { body: { email: "marie.tremblay@example.com" } },
  }),
  confirmPasswordReset: route("POST /v1/password-resets/confirm", {
    summary: "Sets a new password by the token of the e-mail's link, and ends every session of the person",
    access: "public",
    body: schemas.newPasswordByLink,
    answers: { 204: "empty" },
    refusals: [410],
    example: { body: { token: "hVq0…", password: "Garage-2027!" } },
  }),
  sendMyAddressCode: route("POST /v1/me/email/code", {
    summary: "Sends the person who calls a code that proves their address",
    description: `The first one goes out by itself when an account is opened. ${PEOPLE_ONLY}`,
    access: "signed-in",
    visibility: "account",
    answers: { 204: "empty" },
  }),
  confirmMyAddress: route("POST /v1/me/email/confirm", {
    summary: "Proves one's own address by the code of the e-mail",
    description:
      "Until then the address does not say who somebody is: they cannot accept invitations by it, nor get a new password " +
      `through it. ${PEOPLE_ONLY}`,
    access: "signed-in",
    visibility: "account",
    body: schemas.code,
    answers: { 204: "empty" },
    example: { body: { code: "7K3M-Q9TX" } },
  }),
  sendSenderCode: route("POST /v1/account/sender-email/code", {
    summary: "Sends a code to `senderEmail` that proves that it is the account's",
    access: "account:write",
    visibility: "account",
    answers: { 204: "empty" },
  }),
  confirmSender: route("POST /v1/account/sender-email/confirm", {
    summary: "Proves `senderEmail` by the code of the e-mail",
    description:
      "Until then e-mails come from the installation's address, under the account's `name`; answers go to `senderEmail`.",
    access: "account:write",
    visibility: "account",
    body: schemas.code,
    answers: { 200: schemas.account },
    versioned: true,
    example: { body: { code: "7K3M-Q9TX" } },
  }),

  readMe: route("GET /v1/me", {
    summary: "Who calls: a person in this account, or an API key",
    description:
      "A person who belongs to several accounts works in their home account unless they name another with `Clientele-Account`.",
    access: "signed-in",
    visibility: "account",
    answers: { 200: schemas.caller },
    versioned: true,
  }),
  changeMe: route("PATCH /v1/me", {
    summary: "Changes one's own name, language, notifications, away mode and columns in this account",
    description: `${PEOPLE_ONLY} \`home: true\` makes this the account in which they work when they name none with \`Clientele-Account\`.`,
    access: "signed-in",
    visibility: "account",
    body: schemas.mePatch,
    answers: { 200: schemas.person },
    versioned: true,
    example: {
      body: {
        notifications: { review: false },
        away: { enabled: true, message: "De retour lundi !", until: "2026-08-10T08:00:00-04:00" },
        columns: { clients: ["name", "phone", "city", "tags"] },
      },
    },
  }),
  changePassword: route("POST /v1/me/password", {
    summary: "Changes one's own password",
    access: "signed-in",
    visibility: "account",
    body: schemas.passwordChange,
    answers: { 204: "empty" },
    example: { body: { currentPassword: "Atelier-2026", newPassword: "Garage-2027!" } },
  }),
  listMyAccounts: route("GET /v1/me/accounts", {
    summary: "The accounts that the person who calls belongs to",
    access: "signed-in",
    visibility: "account",
    answers: { 200: schemas.places },
  }),

  listMembers: route("GET /v1/members", {
    summary: "The people who work in the account, by name",
    access: "account:read",
    visibility: "account",
    query: schemas.page,
    answers: { 200: schemas.memberPage },
  }),
  inviteMember: route("POST /v1/members", {
    summary: "Invites a person by e-mail, as POST /v1/invitations does",
    description:
      "The answer is the member that the person will be, with `status: invited`: they are one, and in the list, once they " +
      "have accepted. Until then `DELETE /v1/members/{id}` takes the invitation back.",
    access: "account:write",
    visibility: "account",
    body: schemas.invitedMember,
    answers: { 201: schemas.member },
    versioned: true,
    example: { body: { email: "luc.gagnon@example.com", name: "Luc Gagnon", role: "staff", editClients: true } },
  }),
  changeMember: route("PATCH /v1/members/{id}", {
    summary: "Changes a member's name, role and right to edit clients",
    description: "The last owner stays one.",
    access: "account:write",
    visibility: "account",
    body: schemas.memberPatch,
    answers: { 200: schemas.member },
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
    answers: { 200: schemas.invitationPage },
  }),
  invite: route("POST /v1/invitations", {
    summary: "Invites a person by e-mail to work in the account",
    description:
      "They get a link in the account's language (or in `language`), good for seven days; nothing changes for them until " +
      "they accept. Nobody can give a role that may do more than they may; only an owner makes owners. 409 for somebody " +
      "who is a member, or invited, already.",
    access: "account:write",
    visibility: "account",
    body: schemas.newInvitation,
    answers: { 201: schemas.invitation },
    versioned: true,
    example: { body: { email: "anne.roy@example.com", name: "Anne Roy", role: "staff", editClients: true } },
  }),
  resendInvitation: route("POST /v1/invitations/{id}/resend", {
    summary: "Sends an invitation again, for seven days more; links that are out are over",
    description: "Also one that has expired or was declined. At most once a minute, and ten times in all.",
    access: "account:write",
    visibility: "account",
    answers: { 200: schemas.invitation },
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
      "By the `token` of the e-mail's link (`/p/{token}`), or signed in (`Authorization`) under the invited address, once " +
      "that is proven. Somebody new sends the token with a `password` and a `name`, and gets a `session`.",
    access: "public",
    body: schemas.acceptance,
    answers: { 200: schemas.acceptedPlace },
    refusals: [401, 403, 410],
    example: { body: { token: "hVq0…", name: "Luc Gagnon", password: "Atelier-2026" } },
  }),
  declineInvitation: route("POST /v1/invitations/{id}/decline", {
    summary: "Declines an invitation",
    description: "By the `token` of the e-mail's link, or signed in under the invited address.",
    access: "public",
    body: schemas.decline,
    answers: { 204: "empty" },
    refusals: [401, 403, 410],
    example: { body: { token: "hVq0…" } },
  }),
  listMyInvitations: route("GET /v1/me/invitations", {
    summary: "What the person who calls is invited to",
    description: "By their address, once it is proven to be theirs.",
    access: "signed-in",
    visibility: "account",
    answers: { 200: schemas.myInvitations },
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
    answers: { 200: schemas.teamPage },
  }),
  createTeam: route("POST /v1/teams", {
    summary: "Makes a team of members",
    access: "account:write",
    visibility: "account",
    body: schemas.newTeam,
    answers: { 201: schemas.team },
    versioned: true,
    example: { body: { name: "Réception" } },
  }),
  changeTeam: route("PATCH /v1/teams/{id}", {
    summary: "Changes a team's name and members",
    access: "account:write",
    visibility: "account",
    body: schemas.teamPatch,
    answers: { 200: schemas.team },
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

  listApiKeys: route("GET /v1/api-keys", {
    summary: "The API keys in use, without their secrets",
    access: "account:read",
    visibility: "account",
    query: schemas.page,
    answers: { 200: schemas.apiKeyPage },
  }),
  createApiKey: route("POST /v1/api-keys", {
    summary: "Makes an API key; its secret is shown this once",
    description: "A key can get no scope that its maker does not have.",
    access: "account:write",
    visibility: "account",
    body: schemas.newApiKey,
    answers: { 201: schemas.apiKeyWithSecret },
    versioned: true,
    example: { body: { name: "Site web", scopes: ["clients:read", "clients:write"] } },
  }),
  revokeApiKey: route("DELETE /v1/api-keys/{id}", {
    summary: "Revokes an API key",
    description: "Functions that have just seen the key may accept it for up to a minute more.",
    access: "account:write",
    visibility: "account",
    answers: { 204: "empty" },
    versioned: true,
  }),
};

export const accounts = manifest("accounts", "Accounts, people, teams and API keys", routes);
