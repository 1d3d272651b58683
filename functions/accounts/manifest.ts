import { manifest, route } from "../../shared/http/contract.ts";
import { memberRoutes } from "./member-routes.ts";
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
      "The answer is the same whether anybody does. The link (`/p/{token}/accounts`) works for an hour, and once. At most one " +
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

  ...memberRoutes,

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
