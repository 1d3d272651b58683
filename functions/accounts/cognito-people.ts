import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  type AttributeType,
  type AuthenticationResultType,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  type InitiateAuthCommandInput,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { AppError, invalid } from "../../shared/errors.ts";
import { asAppError, type PasswordFields } from "./cognito-errors.ts";
import type { Credentials, People, Person, Session } from "./people.ts";

interface Pool {
  userPoolId: string;
  clientId: string;
}

/** The people of the deployed pool. */
export const peopleOf = (pool: Pool): People => cognitoPeople(new CognitoIdentityProviderClient({}), pool);

/** The people of an Amazon Cognito user pool whose user name is the e-mail address. */
export const cognitoPeople = (client: CognitoIdentityProviderClient, { userPoolId, clientId }: Pool): People => {
  const asking = async <T>(fields: PasswordFields, answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      throw asAppError(error, fields);
    }
  };

  const initiate = (flow: InitiateAuthCommandInput["AuthFlow"], parameters: Record<string, string>) =>
    asking(
      {},
      client.send(new InitiateAuthCommand({ ClientId: clientId, AuthFlow: flow, AuthParameters: parameters })),
    );

  const signIn = async ({ email, password, newPassword }: Credentials): Promise<Session> => {
    const answer = await initiate("USER_PASSWORD_AUTH", { USERNAME: email, PASSWORD: password });
    if (answer.AuthenticationResult) return sessionOf(answer.AuthenticationResult);
    if (answer.ChallengeName !== "NEW_PASSWORD_REQUIRED")
      throw new AppError("forbidden", "This person signs in by a way that this route does not offer.");
    if (!newPassword)
      throw invalid("/newPassword", "Choose a password of your own: the one from the invitation opens only this once.");
    await choosePassword(answer, email, newPassword);
    return signIn({ email, password: newPassword });
  };

  const choosePassword = ({ Session, ChallengeParameters }: InitiateAuthCommandOutput, email: string, next: string) =>
    asking(
      { next: "/newPassword" },
      client.send(
        new RespondToAuthChallengeCommand({
          ClientId: clientId,
          ChallengeName: "NEW_PASSWORD_REQUIRED",
          Session,
          ChallengeResponses: { USERNAME: ChallengeParameters?.USER_ID_FOR_SRP ?? email, NEW_PASSWORD: next },
        }),
      ),
    );

  const find = async (emailOrId: string): Promise<Person | undefined> => {
    try {
      const user = await client.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username: emailOrId }));
      return personIn(user.UserAttributes);
    } catch (error) {
      if (isNamed(error, "UserNotFoundException")) return undefined;
      throw asAppError(error, {});
    }
  };

  const setPassword = (username: string, password: string, field: string) =>
    asking(
      { next: field },
      client.send(
        new AdminSetUserPasswordCommand({
          UserPoolId: userPoolId,
          Username: username,
          Password: password,
          Permanent: true,
        }),
      ),
    );

  /** As a temporary password first, so that the pool's policy refuses it before anybody exists. */
  const create = async ({ email, password, name }: NewPerson, verified: boolean, field: string): Promise<string> => {
    const { User } = await client.send(
      new AdminCreateUserCommand({
        UserPoolId: userPoolId,
        Username: email,
        UserAttributes: attributes(email, name, verified),
        TemporaryPassword: password,
        MessageAction: "SUPPRESS",
      }),
    );
    const { personId } = personIn(User?.Attributes);
    await setPassword(personId, password, field);
    return personId;
  };

  /** Whoever has an address that they never proved makes room for whoever proves it, or signs up with it. */
  const createAnew = async (person: NewPerson, verified: boolean, field: string): Promise<string> => {
    try {
      return await create(person, verified, field);
    } catch (error) {
      if (!isNamed(error, "UsernameExistsException")) throw asAppError(error, { next: field });
      const earlier = await find(person.email);
      if (earlier && !earlier.verified)
        await client.send(new AdminDeleteUserCommand({ UserPoolId: userPoolId, Username: earlier.personId }));
      return create(person, verified, field).catch((again: unknown) => {
        throw asAppError(again, { next: field });
      });
    }
  };

  return {
    find,

    async register({ email, password, name }) {
      const field = "/owner/password";
      const earlier = await find(email);
      const known = earlier && (await signIn({ email, password, newPassword: password }).catch(orNobody(earlier)));
      if (known) return { ...known, verified: earlier.verified };
      await createAnew({ email, password, name }, false, field);
      return { ...(await signIn({ email, password, newPassword: password })), verified: false };
    },

    enrol: (person) => createAnew(person, true, "/password"),

    async confirmAddress({ personId, email }) {
      const verified = [
        { Name: "email", Value: email },
        { Name: "email_verified", Value: "true" },
      ];
      await client.send(
        new AdminUpdateUserAttributesCommand({ UserPoolId: userPoolId, Username: personId, UserAttributes: verified }),
      );
    },

    async setPassword(personId, password) {
      await setPassword(personId, password, "/password");
    },

    async signOutEverywhere(personId) {
      await client
        .send(new AdminUserGlobalSignOutCommand({ UserPoolId: userPoolId, Username: personId }))
        .catch((error: unknown) => {
          if (!isNamed(error, "UserNotFoundException")) throw asAppError(error, {});
        });
    },

    async signOut(refreshToken) {
      await client.send(new RevokeTokenCommand({ ClientId: clientId, Token: refreshToken })).catch((error: unknown) => {
        const isOver = ["NotAuthorizedException", "InvalidParameterException", "UnauthorizedException"];
        if (!isOver.some((name) => isNamed(error, name))) throw asAppError(error, {});
      });
    },

    signIn,

    async refresh(refreshToken) {
      const { AuthenticationResult } = await initiate("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: refreshToken });
      // Cognito answers no new refresh token: the one in use goes on until it expires.
      return sessionOf({ RefreshToken: refreshToken, ...AuthenticationResult });
    },

    async changePassword(accessToken, { currentPassword, newPassword }) {
      await asking(
        { current: "/currentPassword", next: "/newPassword" },
        client.send(
          new ChangePasswordCommand({
            AccessToken: accessToken,
            PreviousPassword: currentPassword,
            ProposedPassword: newPassword,
          }),
        ),
      );
    },
  };
};

type NewPerson = Parameters<People["enrol"]>[0];

/** A wrong password is only wrong where the address is somebody's. */
const orNobody = (earlier: Person) => (error: unknown) => {
  if (earlier.verified || !(error instanceof AppError) || error.code !== "unauthenticated") throw error;
  return undefined;
};

const attributes = (email: string, name: string, verified: boolean): AttributeType[] => [
  { Name: "email", Value: email },
  { Name: "email_verified", Value: String(verified) },
  { Name: "name", Value: name },
];

const personIn = (attributesOfUser: AttributeType[] | undefined): Person => {
  const attribute = (wanted: string) => attributesOfUser?.find(({ Name }) => Name === wanted)?.Value;
  const personId = attribute("sub");
  if (!personId) throw new Error("Cognito answered a user without a sub.");
  return {
    personId,
    email: (attribute("email") ?? "").toLowerCase(),
    verified: attribute("email_verified") === "true",
  };
};

/** The token comes from Cognito itself in this moment: its claims are read without verifying it. */
const sessionOf = ({ AccessToken, RefreshToken }: AuthenticationResultType): Session => {
  if (!AccessToken || !RefreshToken) throw new Error("Cognito answered a sign-in without tokens.");
  const claims = JSON.parse(Buffer.from(AccessToken.split(".")[1] ?? "", "base64url").toString());
  return {
    personId: String(claims.sub),
    accessToken: AccessToken,
    refreshToken: RefreshToken,
    expiresIn: Number(claims.exp) - Number(claims.iat),
  };
};

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;
