import { JwtVerifier } from "aws-jwt-verify";
import { AppError } from "../errors.ts";

export interface UserPool {
  region: string;
  userPoolId: string;
  clientId: string;
  /** Where the pool's public keys are read when AWS is played by something else. */
  endpoint?: string | undefined;
}

/**
 * Verifies access tokens of the user pool: signature, issuer, expiry, and that the token is an access token made for our
 * client (Amazon Cognito, "Verifying a JSON web token").
 */
export const tokenVerifier = ({ region, userPoolId, clientId, endpoint }: UserPool) => {
  const origin = `https://cognito-idp.${region}.amazonaws.com`;
  const verifier = JwtVerifier.create({
    issuer: `${origin}/${userPoolId}`,
    audience: null,
    jwksUri: `${endpoint ?? origin}/${userPoolId}/.well-known/jwks.json`,
    customJwtCheck: ({ payload }) => {
      if (payload.token_use !== "access" || payload.client_id !== clientId)
        throw new Error("not an access token of ours");
    },
  });
  return async (token: string): Promise<string> => {
    try {
      const { sub } = await verifier.verify(token);
      if (sub) return sub;
    } catch {
      // What exactly is wrong with a token helps nobody but a forger.
    }
    throw new AppError("unauthenticated", "The access token is not valid or has expired; sign in again.");
  };
};
