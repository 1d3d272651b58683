import { api } from "../../shared/app/api.ts";
import type { UseCase } from "../../shared/app/use-case.ts";
import { changeAccount } from "./change-account.ts";
import { changeMe } from "./change-me.ts";
import { changeMember } from "./change-member.ts";
import { changePassword } from "./change-password.ts";
import { changeTeam } from "./change-team.ts";
import { createApiKey } from "./create-api-key.ts";
import { createTeam } from "./create-team.ts";
import { deleteTeam } from "./delete-team.ts";
import { type AccountsDeps, buildDeps } from "./deps.ts";
import { inviteMember } from "./invite-member.ts";
import { listApiKeys } from "./list-api-keys.ts";
import { listMembers } from "./list-members.ts";
import { listMyAccounts } from "./list-my-accounts.ts";
import { listTeams } from "./list-teams.ts";
import { readAccount } from "./read-account.ts";
import { readMe } from "./read-me.ts";
import { refreshSession } from "./refresh-session.ts";
import { removeMember } from "./remove-member.ts";
import { revokeApiKey } from "./revoke-api-key.ts";
import { signIn } from "./sign-in.ts";
import { signUp } from "./sign-up.ts";

export const useCases: UseCase<AccountsDeps>[] = [
  signUp,
  signIn,
  refreshSession,
  readAccount,
  changeAccount,
  readMe,
  changeMe,
  changePassword,
  listMyAccounts,
  listMembers,
  inviteMember,
  changeMember,
  removeMember,
  listTeams,
  createTeam,
  changeTeam,
  deleteTeam,
  listApiKeys,
  createApiKey,
  revokeApiKey,
];

export const handler = api(buildDeps, useCases);
