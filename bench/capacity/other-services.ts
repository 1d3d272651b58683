import { createSign, generateKeyPairSync } from "node:crypto";
import type { OtherServices } from "./counting-proxy.ts";

export const USER_POOL = "ca-central-1_bench";
export const USER_POOL_CLIENT = "bench";

/** The services beside the table, as far as the routes ask them: a user pool, a secret, a bucket. None of it is counted. */
export const otherServices = () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const objects = new Map<string, string>();

  /** An access token as Cognito signs it. */
  const tokenFor = (sub: string): string => {
    const now = Math.floor(Date.now() / 1000);
    const iss = `https://cognito-idp.ca-central-1.amazonaws.com/${USER_POOL}`;
    const claims = { sub, iss, client_id: USER_POOL_CLIENT, token_use: "access", iat: now, exp: now + 86_400 };
    const signed = [{ alg: "RS256", kid: "bench" }, claims].map(encoded).join(".");
    return `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}`;
  };

  const keySet = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "bench", alg: "RS256", use: "sig" }] };

  const people = (operation: string, request: Record<string, unknown>): unknown => {
    const parameters = (request.AuthParameters ?? {}) as Record<string, string>;
    const address = String(request.Username ?? parameters.USERNAME ?? parameters.REFRESH_TOKEN ?? "");
    switch (operation) {
      case "AdminCreateUser":
        return { User: { Username: address, Attributes: [{ Name: "sub", Value: subOf(address) }] } };
      case "InitiateAuth":
        return {
          AuthenticationResult: {
            AccessToken: tokenFor(subOf(address)),
            RefreshToken: address,
            IdToken: tokenFor(subOf(address)),
            ExpiresIn: 3600,
          },
        };
      case "AdminGetUser":
        return known(address);
      case "AdminDeleteUser":
      case "AdminSetUserPassword":
      case "AdminUpdateUserAttributes":
      case "AdminUserGlobalSignOut":
      case "ChangePassword":
      case "RevokeToken":
        return {};
      default:
        return undefined;
    }
  };

  const answer: OtherServices = async (target, path, body) => {
    const [service, operation = ""] = target.split(".");
    if (path.endsWith("/.well-known/jwks.json")) return keySet;
    if (service === "secretsmanager") return { SecretString: "a key for measurements" };
    if (service === "AWSCognitoIdentityProviderService") return people(operation, JSON.parse(body.toString()));
    const [key = "", query = ""] = path.split("?");
    if (target === "" && key.startsWith("/quarantine/")) return inParts(query);
    if (target === "" && objects.has(key)) return objects.get(key);
    return undefined;
  };

  return { answer, tokenFor, objects };
};

/** An upload in one part, all of which has come. */
const inParts = (query: string): string =>
  query.startsWith("uploads")
    ? "<InitiateMultipartUploadResult><UploadId>upload</UploadId></InitiateMultipartUploadResult>"
    : '<ListPartsResult><Part><PartNumber>1</PartNumber><Size>1000</Size><ETag>"e"</ETag><ChecksumSHA256>s</ChecksumSHA256></Part></ListPartsResult>';

/** Everybody has signed up before and proven their address, but those whose names say otherwise; a `sub` is the address in front of its `@`. */
const known = (addressOrSub: string): unknown => {
  const name = addressOrSub.replace(/^sub-/, "").split("@", 1)[0] ?? "";
  if (name.startsWith("new")) throw Object.assign(new Error("No such user"), { name: "UserNotFoundException" });
  const verified = String(!name.startsWith("unproven"));
  const attributes = { sub: `sub-${name}`, email: `${name}@garage.example`, email_verified: verified };
  return { Username: name, UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })) };
};

/** Whoever signs in with an address is the person of that name. */
export const subOf = (address: string): string => `sub-${address.split("@", 1)[0]}`;

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
