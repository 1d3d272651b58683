import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
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

describe("registering", () => {
  const person = { email, password: "Atelier-2026", name: "Luc" };

  it("creates the person with that password for good, without a mail", async () => {
    cognito.on(AdminCreateUserCommand).resolves({});
    cognito.on(AdminSetUserPasswordCommand).resolves({});
    cognito.on(InitiateAuthCommand).resolves(signedIn);
    expect(await people.register(person)).toEqual(session);
    expect(cognito.commandCalls(AdminCreateUserCommand)[0]?.args[0].input).toMatchObject({ MessageAction: "SUPPRESS" });
    expect(cognito.commandCalls(AdminSetUserPasswordCommand)[0]?.args[0].input).toMatchObject({ Permanent: true });
  });

  it("of somebody who is known needs their password and changes nothing", async () => {
    cognito.on(AdminCreateUserCommand).rejects(cognitoError("UsernameExistsException"));
    cognito.on(InitiateAuthCommand).resolves(signedIn);
    expect(await people.register(person)).toEqual(session);
    expect(cognito.commandCalls(AdminSetUserPasswordCommand)).toHaveLength(0);

    cognito.on(InitiateAuthCommand).rejects(cognitoError("NotAuthorizedException"));
    await expect(people.register(person)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("goes on where an earlier attempt was cut off between its two calls", async () => {
    cognito.on(AdminCreateUserCommand).rejects(cognitoError("UsernameExistsException"));
    cognito.on(InitiateAuthCommand).resolvesOnce(challenge).resolves(signedIn);
    cognito.on(RespondToAuthChallengeCommand).resolves({});
    expect(await people.register(person)).toEqual(session);
  });

  it("points at the password when the pool refuses it", async () => {
    cognito.on(AdminCreateUserCommand).rejects(cognitoError("InvalidPasswordException", "Password not long enough"));
    await expect(people.register(person)).rejects.toMatchObject({
      details: { errors: [{ pointer: "/owner/password" }] },
    });
  });
});

describe("inviting", () => {
  it("creates somebody new, who gets Cognito's own invitation", async () => {
    cognito.on(AdminCreateUserCommand).resolves({ User: { Attributes: [{ Name: "sub", Value: "sub-2" }] } });
    expect(await people.invite({ email, name: "Luc" })).toBe("sub-2");
    const { input } = cognito.commandCalls(AdminCreateUserCommand)[0]?.args[0] ?? {};
    expect(input).toMatchObject({ DesiredDeliveryMediums: ["EMAIL"] });
    expect(input).not.toHaveProperty("MessageAction");
  });

  it("finds somebody who is known", async () => {
    cognito.on(AdminCreateUserCommand).rejects(cognitoError("UsernameExistsException"));
    cognito.on(AdminGetUserCommand).resolves({ Username: "u", UserAttributes: [{ Name: "sub", Value: "sub-3" }] });
    expect(await people.invite({ email, name: "Luc" })).toBe("sub-3");
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
