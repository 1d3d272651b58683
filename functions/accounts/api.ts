import { api, type UseCasesOf } from "../../shared/app/api.ts";
import { type AccountsDeps, buildDeps } from "./deps.ts";
import type { routes } from "./manifest.ts";

export const useCases: UseCasesOf<typeof routes, AccountsDeps> = {
  "POST /v1/accounts": async () => (await import("./sign-up.ts")).signUp,
  "GET /v1/account": async () => (await import("./read-account.ts")).readAccount,
  "PATCH /v1/account": async () => (await import("./change-account.ts")).changeAccount,
  "POST /v1/session": async () => (await import("./sign-in.ts")).signIn,
  "POST /v1/session/refresh": async () => (await import("./refresh-session.ts")).refreshSession,
  "POST /v1/sign-out": async () => (await import("./sign-out.ts")).signOut,
  "POST /v1/password-resets": async () => (await import("./password-resets/request.ts")).requestPasswordReset,
  "POST /v1/password-resets/confirm": async () => (await import("./password-resets/confirm.ts")).confirmPasswordReset,
  "POST /v1/me/email/code": async () => (await import("./own-address/my-address.ts")).sendMyAddressCode,
  "POST /v1/me/email/confirm": async () => (await import("./own-address/my-address.ts")).confirmMyAddress,
  "POST /v1/account/sender-email/code": async () => (await import("./own-address/sender-address.ts")).sendSenderCode,
  "POST /v1/account/sender-email/confirm": async () => (await import("./own-address/sender-address.ts")).confirmSender,
  "GET /v1/me": async () => (await import("./read-me.ts")).readMe,
  "PATCH /v1/me": async () => (await import("./change-me.ts")).changeMe,
  "POST /v1/me/password": async () => (await import("./change-password.ts")).changePassword,
  "GET /v1/me/accounts": async () => (await import("./list-my-accounts.ts")).listMyAccounts,
  "GET /v1/members": async () => (await import("./list-members.ts")).listMembers,
  "POST /v1/members": async () => (await import("./invitations/invite.ts")).inviteMember,
  "PATCH /v1/members/{id}": async () => (await import("./change-member.ts")).changeMember,
  "DELETE /v1/members/{id}": async () => (await import("./remove-member.ts")).removeMember,
  "GET /v1/invitations": async () => (await import("./invitations/manage.ts")).listInvitations,
  "POST /v1/invitations": async () => (await import("./invitations/invite.ts")).invite,
  "POST /v1/invitations/{id}/resend": async () => (await import("./invitations/manage.ts")).resendInvitation,
  "DELETE /v1/invitations/{id}": async () => (await import("./invitations/manage.ts")).revokeInvitation,
  "POST /v1/invitations/{id}/accept": async () => (await import("./invitations/answer.ts")).acceptInvitation,
  "POST /v1/invitations/{id}/decline": async () => (await import("./invitations/answer.ts")).declineInvitation,
  "GET /v1/me/invitations": async () => (await import("./invitations/list-mine.ts")).listMyInvitations,
  "DELETE /v1/memberships/{accountId}": async () => (await import("./leave-account.ts")).leaveAccount,
  "GET /v1/teams": async () => (await import("./list-teams.ts")).listTeams,
  "POST /v1/teams": async () => (await import("./create-team.ts")).createTeam,
  "PATCH /v1/teams/{id}": async () => (await import("./change-team.ts")).changeTeam,
  "DELETE /v1/teams/{id}": async () => (await import("./delete-team.ts")).deleteTeam,
  "GET /v1/api-keys": async () => (await import("./list-api-keys.ts")).listApiKeys,
  "POST /v1/api-keys": async () => (await import("./create-api-key.ts")).createApiKey,
  "DELETE /v1/api-keys/{id}": async () => (await import("./revoke-api-key.ts")).revokeApiKey,
};

export const handler = api(buildDeps, useCases);
