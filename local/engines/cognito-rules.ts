// biome-ignore-all lint/style/noRestrictedImports: a package that keeps its parts in a folder `lib`, not the product's
import { CognitoError, InvalidPasswordError, NotAuthorizedError, UnsupportedError } from "cognito-local/lib/errors.js";
import type { Router } from "cognito-local/lib/server/Router.js";
import type { Context } from "cognito-local/lib/services/context.js";
import type { Services } from "cognito-local/lib/services/index.js";
import type { User, UserPoolService } from "cognito-local/lib/services/userPoolService.js";
import { isRecord, recordsOf, textOf } from "../front-door/read.ts";

type Input = Record<string, unknown>;
type Route = (target: string, input: object) => Promise<unknown>;

const wrongPassword = "Incorrect username or password.";

/**
 * What the real service does and cognito-local leaves out: the pool's password policy, the same answer for a wrong
 * password as for an unknown user, disabled users kept out, the temporary password checked, signing out everywhere,
 * attributes that the client may not write, and the default life of tokens.
 */
export const cognitoRules = (services: Services, router: Router, context: Context): Route => {
  const signIn = async (target: string, input: Input): Promise<unknown> => {
    await checkSignIn(target, input);
    const result: unknown = await router(target)(context, input).catch((error: unknown) => {
      const isWrong = error instanceof InvalidPasswordError || error instanceof NotAuthorizedError;
      throw isWrong ? new NotAuthorizedError(isRefresh(input) ? "Invalid Refresh Token" : wrongPassword) : error;
    });
    if (!isRecord(result) || !isRecord(result.AuthenticationResult)) return result;
    const lasting = { ExpiresIn: 3600, TokenType: "Bearer" };
    return { ...result, AuthenticationResult: { ...result.AuthenticationResult, ...lasting } };
  };

  const checkSignIn = async (target: string, input: Input): Promise<void> => {
    const pool = target === "AdminInitiateAuth" ? await poolById(input) : await poolByClient(input);
    const { USERNAME, PASSWORD, REFRESH_TOKEN } = isRecord(input.AuthParameters) ? input.AuthParameters : {};
    const user = isRefresh(input)
      ? await pool.getUserByRefreshToken(context, textOf(REFRESH_TOKEN))
      : await pool.getUserByUsername(context, textOf(USERNAME));
    if (!user) return;
    if (!isRefresh(input) && user.Password !== PASSWORD) throw new NotAuthorizedError(wrongPassword);
    if (!user.Enabled) throw new NotAuthorizedError("User is disabled.");
  };

  /** What the client's `WriteAttributes` leave out; without that list everything but what was verified may be written. */
  const checkWritten = async (input: Input): Promise<void> => {
    const ClientId = textOf(claimsOf(input.AccessToken).client_id);
    const client = await services.cognito.getAppClient(context, ClientId);
    const open = client?.WriteAttributes;
    const named = Array.isArray(input.UserAttributeNames) ? input.UserAttributeNames.map(textOf) : [];
    const written = [...named, ...recordsOf(input.UserAttributes).map(({ Name }) => textOf(Name))];
    if (written.some((name) => name.endsWith("_verified") || (open && !open.includes(name))))
      throw new CognitoError("NotAuthorizedException", "A client attempted to write unauthorized attribute");
  };

  const checkNewPassword = async (target: string, input: Input): Promise<void> => {
    const password = newPasswordIn(target, input);
    if (password === undefined) return;
    const pool = await poolOf(target, input);
    const fault = pool && policyFault(pool, password);
    if (fault) throw new CognitoError("InvalidPasswordException", `Password did not conform with policy: ${fault}`);
  };

  const poolOf = async (target: string, input: Input): Promise<UserPoolService | undefined> => {
    if (target.startsWith("Admin")) return poolById(input);
    if (target !== "ChangePassword") return poolByClient(input);
    return poolByClient({ ClientId: claimsOf(input.AccessToken).client_id });
  };

  const signOutByToken = async (input: Input): Promise<object> => {
    const { client_id: ClientId, username } = claimsOf(input.AccessToken);
    return signOut(await poolByClient({ ClientId }), textOf(username));
  };

  const signOut = async (pool: UserPoolService, username: string): Promise<object> => {
    const user: User | null = await pool.getUserByUsername(context, username);
    if (!user) throw new CognitoError("UserNotFoundException", "User does not exist.");
    await pool.saveUser(context, { ...user, RefreshTokens: [] });
    return {};
  };

  const poolById = (input: Input): Promise<UserPoolService> =>
    services.cognito.getUserPool(context, textOf(input.UserPoolId));

  const poolByClient = (input: Input): Promise<UserPoolService> =>
    services.cognito.getUserPoolForClientId(context, textOf(input.ClientId));

  return async (target, given) => {
    const input: Input = { ...given };
    switch (target) {
      case "AdminUserGlobalSignOut":
        return signOut(await poolById(input), textOf(input.Username));
      case "GlobalSignOut":
        return signOutByToken(input);
      case "InitiateAuth":
      case "AdminInitiateAuth":
        return signIn(target, input);
      case "UpdateUserAttributes":
      case "DeleteUserAttributes":
        await checkWritten(input);
        return router(target)(context, input);
      case "CreateUserPoolClient":
        return router(target)(context, {
          AccessTokenValidity: 1,
          IdTokenValidity: 1,
          RefreshTokenValidity: 30,
          ...input,
        });
      default:
        await checkNewPassword(target, input);
        return router(target)(context, input);
    }
  };
};

const isRefresh = ({ AuthFlow }: Input): boolean => textOf(AuthFlow).startsWith("REFRESH_TOKEN");

const newPasswordIn = (target: string, input: Input): string | undefined => {
  const places: Record<string, unknown> = {
    SignUp: input.Password,
    AdminSetUserPassword: input.Password,
    AdminCreateUser: input.TemporaryPassword,
    ConfirmForgotPassword: input.Password,
    ChangePassword: input.ProposedPassword,
    RespondToAuthChallenge: isRecord(input.ChallengeResponses) ? input.ChallengeResponses.NEW_PASSWORD : undefined,
  };
  const password = places[target];
  return typeof password === "string" ? password : undefined;
};

/** The sentence of the first rule that the password breaks. */
const policyFault = (pool: UserPoolService, password: string): string | undefined => {
  const policy = pool.options.Policies?.PasswordPolicy ?? {};
  if (password.length < (policy.MinimumLength ?? 8)) return "Password not long enough";
  if (policy.RequireUppercase && !/[A-Z]/.test(password)) return "Password must have uppercase characters";
  if (policy.RequireLowercase && !/[a-z]/.test(password)) return "Password must have lowercase characters";
  if (policy.RequireNumbers && !/[0-9]/.test(password)) return "Password must have numeric characters";
  if (policy.RequireSymbols && !/[^A-Za-z0-9]/.test(password)) return "Password must have symbol characters";
  return undefined;
};

/** The token is one of ours or worthless: the operations behind this look the user up again. */
const claimsOf = (token: unknown): Input => {
  const payload = textOf(token).split(".")[1];
  if (!payload) throw new NotAuthorizedError("Invalid Access Token");
  const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
  if (!isRecord(claims)) throw new UnsupportedError("a token without claims");
  return claims;
};
