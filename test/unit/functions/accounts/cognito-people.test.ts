import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { cognitoPeople } from "../../../../functions/accounts/cognito-people.ts";

const client = new CognitoIdentityProviderClient({});
const cognito = mockClient(client);
beforeEach(() => void cognito.reset());
const people = cognitoPeople(client, { userPoolId: "pool", clientId: "our-client" });

const email = "luc@garage.example";
const claims = { sub: "sub-1", iat: 1000, exp: 4600 };
const accessToken = `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`;
const signedIn = { AuthenticationResult: { AccessToken: accessToken, RefreshToken: "refresh" } };
const session = { personId: "sub-1", accessToken, refreshToken: "refresh", expiresIn: 3600 };
const challenge = {
  ChallengeName: "NEW_PASSWORD_REQUIRED" as const,
  Session: "s1",
  ChallengeParameters: { USER_ID_FOR_SRP: "sub-1" },
};

const cognitoError = (name: string, message = "") => Object.assign(new Error(message), { name });

describe("signing in", () => {
  it("answers the tokens and who it was", async () => {
    cognito.on(InitiateAuthCommand).resolves(signedIn);
    expect(await people.signIn({ email, password: "Atelier-2026" })).toEqual(session);
  });

  it.each([
    ["NotAuthorizedException", "Incorrect username or password."],
    ["NotAuthorizedException", "User is disabled."],
    ["UserNotFoundException", "User does not exist."],
    ["PasswordResetRequiredException", "Password reset required"],
    ["InvalidParameterException", "Username should be an email."],
  ])("says the same whatever is wrong: %s, %s", async (name, message) => {
    cognito.on(InitiateAuthCommand).rejects(cognitoError(name, message));
    await expect(people.signIn({ email, password: "x" })).rejects.toMatchObject({
      code: "unauthenticated",
      message: "The e-mail address, the password or the token is wrong.",
    });
  });

  it.each(["TooManyRequestsException", "LimitExceededException", "TooManyFailedAttemptsException"])(
    "asks to wait on %s",
    async (name) => {
      cognito.on(InitiateAuthCommand).rejects(cognitoError(name));
      await expect(people.signIn({ email, password: "x" })).rejects.toMatchObject({
        code: "too-many-requests",
        details: { headers: { "retry-after": "30" } },
      });
    },
  );

  it("tells somebody whose address is not confirmed", async () => {
    cognito.on(InitiateAuthCommand).rejects(cognitoError("UserNotConfirmedException"));
    await expect(people.signIn({ email, password: "x" })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("asks an invited person for a password of their own", async () => {
    cognito.on(InitiateAuthCommand).resolves(challenge);
    await expect(people.signIn({ email, password: "temporary" })).rejects.toMatchObject({
      code: "validation-failed",
      details: { errors: [{ pointer: "/newPassword" }] },
    });
  });

  it("sets the password that an invited person chose, and signs in with it", async () => {
    cognito.on(InitiateAuthCommand).resolvesOnce(challenge).resolves(signedIn);
    cognito.on(RespondToAuthChallengeCommand).resolves({});
    expect(await people.signIn({ email, password: "temporary", newPassword: "Atelier-2026" })).toEqual(session);
    expect(cognito.commandCalls(RespondToAuthChallengeCommand)[0]?.args[0].input).toMatchObject({
      Session: "s1",
      ChallengeResponses: { USERNAME: "sub-1", NEW_PASSWORD: "Atelier-2026" },
    });
    expect(cognito.commandCalls(InitiateAuthCommand)[1]?.args[0].input.AuthParameters).toEqual({
      USERNAME: email,
      PASSWORD: "Atelier-2026",
    });
  });

  it("points at the chosen password when the pool refuses it", async () => {
    cognito.on(InitiateAuthCommand).resolves(challenge);
    const refusal = "Password did not conform with policy: Password not long enough";
    cognito.on(RespondToAuthChallengeCommand).rejects(cognitoError("InvalidPasswordException", refusal));
    await expect(people.signIn({ email, password: "t", newPassword: "short" })).rejects.toMatchObject({
      details: { errors: [{ pointer: "/newPassword", message: "Password not long enough" }] },
    });
  });

  it("lets an error of the service through as ours", async () => {
    cognito.on(InitiateAuthCommand).rejects(cognitoError("InternalErrorException"));
    await expect(people.signIn({ email, password: "x" })).rejects.toMatchObject({ name: "InternalErrorException" });
  });
});

describe("a refresh token", () => {
  it("gives a new access token and stays in use", async () => {
    cognito.on(InitiateAuthCommand).resolves({ AuthenticationResult: { AccessToken: accessToken } });
    expect(await people.refresh("refresh")).toEqual(session);
  });

  it("that is revoked is refused", async () => {
    cognito.on(InitiateAuthCommand).rejects(cognitoError("NotAuthorizedException", "Refresh Token has been revoked"));
    await expect(people.refresh("refresh")).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

const userOf = (sub: string, verified: boolean) => ({
  Username: sub,
  UserAttributes: [
    { Name: "sub", Value: sub },
    { Name: "email", Value: email },
    { Name: "email_verified", Value: String(verified) },
  ],
});
const nobody = cognitoError("UserNotFoundException");
const created = { User: { Attributes: [{ Name: "sub", Value: "sub-1" }] } };
const person = { email, password: "Atelier-2026", name: "Luc" };

describe("registering", () => {
  it("creates the person with that password for good, without a mail, their address unproven", async () => {
    cognito.on(AdminGetUserCommand).rejects(nobody);
    cognito.on(AdminCreateUserCommand).resolves(created);
    cognito.on(AdminSetUserPasswordCommand).resolves({});
    cognito.on(InitiateAuthCommand).resolves(signedIn);
    expect(await people.register(person)).toEqual({ ...session, verified: false });
    const { input } = cognito.commandCalls(AdminCreateUserCommand)[0]?.args[0] ?? {};
    expect(input).toMatchObject({ MessageAction: "SUPPRESS" });
    expect(input?.UserAttributes).toContainEqual({ Name: "email_verified", Value: "false" });
    expect(cognito.commandCalls(AdminSetUserPasswordCommand)[0]?.args[0].input).toMatchObject({ Permanent: true });
  });

  it("of somebody who is known needs their password and changes nothing", async () => {
    cognito.on(AdminGetUserCommand).resolves(userOf("sub-1", true));
    cognito.on(InitiateAuthCommand).resolves(signedIn);
    expect(await people.register(person)).toEqual({ ...session, verified: true });
    expect(cognito.commandCalls(AdminCreateUserCommand)).toHaveLength(0);

    cognito.on(InitiateAuthCommand).rejects(cognitoError("NotAuthorizedException"));
    await expect(people.register(person)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("goes on where an earlier attempt was cut off between its two calls", async () => {
    cognito.on(AdminGetUserCommand).resolves(userOf("sub-1", false));
    cognito.on(InitiateAuthCommand).resolvesOnce(challenge).resolves(signedIn);
    cognito.on(RespondToAuthChallengeCommand).resolves({});
    expect(await people.register(person)).toEqual({ ...session, verified: false });
  });

  it("takes over an address that somebody else signed up with and never proved", async () => {
    cognito.on(AdminGetUserCommand).resolves(userOf("sub-0", false));
    cognito.on(InitiateAuthCommand).rejectsOnce(cognitoError("NotAuthorizedException")).resolves(signedIn);
    cognito.on(AdminCreateUserCommand).rejectsOnce(cognitoError("UsernameExistsException")).resolves(created);
    cognito.on(AdminSetUserPasswordCommand).resolves({});
    expect(await people.register(person)).toEqual({ ...session, verified: false });
    expect(cognito.commandCalls(AdminDeleteUserCommand)[0]?.args[0].input).toMatchObject({ Username: "sub-0" });
  });

  it("points at the password when the pool refuses it", async () => {
    cognito.on(AdminGetUserCommand).rejects(nobody);
    cognito.on(AdminCreateUserCommand).rejects(cognitoError("InvalidPasswordException", "Password not long enough"));
    await expect(people.register(person)).rejects.toMatchObject({
      details: { errors: [{ pointer: "/owner/password" }] },
    });
  });
});

describe("whoever has proven an address", () => {
  it("signs in with it from then on", async () => {
    cognito.on(AdminCreateUserCommand).resolves(created);
    cognito.on(AdminSetUserPasswordCommand).resolves({});
    expect(await people.enrol(person)).toBe("sub-1");
    const { input } = cognito.commandCalls(AdminCreateUserCommand)[0]?.args[0] ?? {};
    expect(input?.UserAttributes).toContainEqual({ Name: "email_verified", Value: "true" });
  });

  it("never takes it from somebody who has proven it as well", async () => {
    cognito.on(AdminGetUserCommand).resolves(userOf("sub-0", true));
    cognito.on(AdminCreateUserCommand).rejects(cognitoError("UsernameExistsException"));
    await expect(people.enrol(person)).rejects.toMatchObject({ name: "UsernameExistsException" });
    expect(cognito.commandCalls(AdminDeleteUserCommand)).toHaveLength(0);
  });

  it("is told from whoever has not", async () => {
    cognito.on(AdminGetUserCommand).resolvesOnce(userOf("sub-1", false)).resolves(userOf("sub-1", true));
    expect(await people.find(email)).toEqual({ personId: "sub-1", email, verified: false });
    expect(await people.find(email)).toMatchObject({ verified: true });
    cognito.on(AdminGetUserCommand).rejects(nobody);
    expect(await people.find(email)).toBeUndefined();
  });
});

describe("signing out", () => {
  it("passes over tokens and people that are gone", async () => {
    cognito.on(RevokeTokenCommand).rejects(cognitoError("NotAuthorizedException"));
    cognito.on(AdminUserGlobalSignOutCommand).rejects(nobody);
    await people.signOut("over");
    await people.signOutEverywhere("sub-0");
    expect(cognito.commandCalls(RevokeTokenCommand)[0]?.args[0].input).toEqual({
      ClientId: "our-client",
      Token: "over",
    });
  });

  it("is not done while the service does not answer", async () => {
    cognito.on(AdminUserGlobalSignOutCommand).rejects(cognitoError("InternalErrorException"));
    await expect(people.signOutEverywhere("sub-1")).rejects.toMatchObject({ name: "InternalErrorException" });
  });
});

describe("changing a password", () => {
  const change = { currentPassword: "Atelier-2026", newPassword: "Garage-2027!" };

  it.each([
    ["the current one is wrong", "NotAuthorizedException", "Incorrect username or password.", "/currentPassword"],
    ["the new one is too weak", "InvalidPasswordException", "Password not long enough", "/newPassword"],
    ["the new one was used before", "PasswordHistoryPolicyViolationException", "used before", "/newPassword"],
  ])("points at the field when %s", async (_, name, message, pointer) => {
    cognito.on(ChangePasswordCommand).rejects(cognitoError(name, message));
    await expect(people.changePassword("token", change)).rejects.toMatchObject({ details: { errors: [{ pointer }] } });
  });

  it("with a revoked token asks to sign in again", async () => {
    cognito.on(ChangePasswordCommand).rejects(cognitoError("NotAuthorizedException", "Access Token has been revoked"));
    await expect(people.changePassword("token", change)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
