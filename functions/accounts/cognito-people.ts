import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
  type AuthenticationResultType,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  type InitiateAuthCommandInput,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { AppError, invalid } from "../../shared/errors.ts";
import { asAppError, type PasswordFields } from "./cognito-errors.ts";
import type { Credentials, People, Session } from "./people.ts";

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

  const subOf = async (email: string): Promise<string> => {
    const user = await client.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username: email }));
    return subIn(user.UserAttributes);
  };

  return {
    async register({ email, password, name }) {
      const person = { UserPoolId: userPoolId, Username: email, UserAttributes: attributes(email, name) };
      try {
        // As a temporary password first, so that the pool's policy refuses it before anybody exists.
        await client.send(
          new AdminCreateUserCommand({ ...person, TemporaryPassword: password, MessageAction: "SUPPRESS" }),
        );
        await client.send(
          new AdminSetUserPasswordCommand({
            UserPoolId: userPoolId,
            Username: email,
            Password: password,
            Permanent: true,
          }),
        );
      } catch (error) {
        if (!isNamed(error, "UsernameExistsException")) throw asAppError(error, { next: "/owner/password" });
      }
      return signIn({ email, password, newPassword: password });
    },

    async invite({ email, name }) {
      try {
        const { User } = await client.send(
          new AdminCreateUserCommand({
            UserPoolId: userPoolId,
            Username: email,
            UserAttributes: attributes(email, name),
            DesiredDeliveryMediums: ["EMAIL"],
          }),
        );
        return subIn(User?.Attributes);
      } catch (error) {
        if (isNamed(error, "UsernameExistsException")) return asking({}, subOf(email));
        throw asAppError(error, {});
      }
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

const attributes = (email: string, name: string): AttributeType[] => [
  { Name: "email", Value: email },
  { Name: "email_verified", Value: "true" },
  { Name: "name", Value: name },
];

const subIn = (attributesOfUser: AttributeType[] | undefined): string => {
  const sub = attributesOfUser?.find(({ Name }) => Name === "sub")?.Value;
  if (!sub) throw new Error("Cognito answered a user without a sub.");
  return sub;
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
