import { JwtVerifier } from "aws-jwt-verify";
import type { Fetcher } from "aws-jwt-verify/https";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
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
  const jwksUri = `${endpoint ?? origin}/${userPoolId}/.well-known/jwks.json`;
  const properties = {
    // What plays AWS signs under a host name of its own; the pool is in the issuer's path there as well.
    issuer: endpoint ? null : `${origin}/${userPoolId}`,
    audience: null,
    jwksUri,
    customJwtCheck: ({ payload }: { payload: Record<string, unknown> }) => {
      if (!String(payload.iss).endsWith(`/${userPoolId}`)) throw new Error("not from our pool");
      if (payload.token_use !== "access" || payload.client_id !== clientId)
        throw new Error("not an access token of ours");
    },
  };
  const verifier = JwtVerifier.create(properties, { jwksCache: new SimpleJwksCache({ fetcher: anyScheme }) });
  return async (token: string): Promise<string> => {
    try {
      const { sub } = await verifier.verify(token);
      if (sub) return sub;
    } catch (error) {
      // What exactly is wrong with a token helps nobody but a forger.
      if (error instanceof AppError) throw error;
    }
    throw new AppError("unauthenticated", "The access token is not valid or has expired; sign in again.");
  };
};

const FETCH_MS = 3000;

/** The library's own fetcher insists on https. Keys that cannot be read are no reason to sign people out. */
const anyScheme: Fetcher = {
  fetch: async (uri) => {
    const answer = await fetch(uri, { signal: AbortSignal.timeout(FETCH_MS) }).catch(() => undefined);
    if (!answer?.ok) throw new AppError("unavailable", "Sign-ins cannot be checked at the moment; try again.");
    return answer.arrayBuffer();
  },
};
