import { manifest, route } from "../../shared/http/contract.ts";
import * as schemas from "./schemas.ts";

const PEOPLE_ONLY = "For people: an API key is refused with 403.";

export const routes = {
  signUp: route("POST /v1/accounts", {
    summary: "Opens an account, with its first owner",
    description:
      "Refused with 403 where the stage has closed sign-up. Somebody who signs in already gives the password they have. " +
      "With an Idempotency-Key, the same person opens one account with it, however often it is sent.",
    access: "public",
    body: schemas.signUp,
    answers: { 201: schemas.newAccount },
    versioned: true,
    secretAnswer: true,
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
      "The access token goes into `Authorization: Bearer …`. An invited person sends the temporary password as `password` " +
      "and chooses one with `newPassword`.",
    access: "public",
    body: schemas.credentials,
    answers: { 200: schemas.session },
    secretAnswer: true,
    example: { body: { email: "marie.tremblay@example.com", password: "Atelier-2026" } },
  }),
  refreshSession: route("POST /v1/session/refresh", {
    summary: "A new access token for a refresh token",
    access: "public",
    body: schemas.refreshRequest,
    answers: { 200: schemas.session },
    secretAnswer: true,
    example: { body: { refreshToken: "eyJjdHkiOiJKV1Qi…" } },
  }),

  readMe: route("GET /v1/me", {
    summary: "Who calls: a person in this account, or an API key",
    description: "A person who belongs to several accounts names one with `Clientele-Account`.",
    access: "signed-in",
    visibility: "account",
    answers: { 200: schemas.caller },
    versioned: true,
  }),
  changeMe: route("PATCH /v1/me", {
    summary: "Changes one's own name, language, notifications, away mode and columns in this account",
    description: `${PEOPLE_ONLY} Who belongs to several accounts names one with \`Clientele-Account\`.`,
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
    summary: "Invites a person by e-mail",
    description:
      "Somebody new gets a temporary password by e-mail; somebody who signs in already finds the account among theirs. " +
      "Nobody can give a role that may do more than they may; only an owner makes owners.",
    access: "account:write",
    visibility: "account",
    body: schemas.invitation,
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
    summary: "Removes a member from the account and its teams",
    description: "The last owner cannot be removed.",
    access: "account:write",
    visibility: "account",
    answers: { 204: "empty" },
    versioned: true,
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
    secretAnswer: true,
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
