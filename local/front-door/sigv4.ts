/**
 * Signature Version 4, checked as AWS checks it: in the Authorization header or in the query of a pre-signed address.
 * Source: "AWS Signature Version 4 for API requests", IAM user guide.
 */
import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

export interface CredentialScope {
  accessKeyId: string;
  /** `YYYYMMDD` */
  date: string;
  region: string;
  service: string;
}

export interface Signature {
  scope: CredentialScope;
  signedHeaders: string[];
  signature: string;
}

export interface SignedRequest {
  method: string;
  /** As it came, without the query. */
  path: string;
  /** As it came, without the question mark. */
  query: string;
  headers: IncomingHttpHeaders;
  /** Hex of SHA-256, or what S3 allows in its place. */
  payloadHash: string;
  /** `YYYYMMDDTHHMMSSZ` */
  time: string;
}

const algorithm = "AWS4-HMAC-SHA256";

const inCredential = /Credential=([^,\s]+)/;
const inSignedHeaders = /SignedHeaders=([^,\s]+)/;
const inSignature = /Signature=([^,\s]+)/;

/** Undefined when the header is absent or is no Signature Version 4. */
export const signatureInHeader = (authorization: string | undefined): Signature | undefined => {
  if (!authorization?.startsWith(algorithm)) return undefined;
  const part = (pattern: RegExp) => pattern.exec(authorization)?.[1] ?? "";
  const scope = scopeOf(part(inCredential));
  return scope && { scope, signedHeaders: part(inSignedHeaders).split(";"), signature: part(inSignature) };
};

/** `<key>/<date>/<region>/<service>/aws4_request` */
export const scopeOf = (credential: string): CredentialScope | undefined => {
  const [accessKeyId, date, region, service, end] = credential.split("/");
  if (!accessKeyId || !date || !region || !service || end !== "aws4_request") return undefined;
  return { accessKeyId, date, region, service };
};

/** Whether `signature` is what the holder of `secret` would have written under this request. */
export const isSignedBy = (
  secret: string,
  { scope, signedHeaders, signature }: Signature,
  request: SignedRequest,
): boolean => {
  const canonical = [
    request.method,
    scope.service === "s3" ? request.path : encodedAgain(request.path),
    canonicalQuery(request.query),
    ...signedHeaders.map((name) => `${name}:${headerText(request.headers[name])}`),
    "",
    signedHeaders.join(";"),
    request.payloadHash,
  ].join("\n");
  const place = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  const toSign = `${algorithm}\n${request.time}\n${place}\n${sha256(canonical)}`;
  return isSignatureOf(secret, scope, toSign, signature);
};

/** For whatever text was signed with the day's key: a request's, or the policy of a form. */
export const isSignatureOf = (secret: string, scope: CredentialScope, text: string, signature: string): boolean => {
  const expected = createHmac("sha256", signingKey(secret, scope)).update(text).digest();
  const given = Buffer.from(signature, "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
};

export const sha256 = (content: string | Buffer): string => hash("sha256", content, "hex");

const keys = new Map<string, KeyObject>();

// Four HMACs that only change with the day.
const signingKey = (secret: string, { date, region, service }: CredentialScope): KeyObject => {
  const name = `${secret}/${date}/${region}/${service}`;
  const known = keys.get(name);
  if (known) return known;
  const derive = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const key = createSecretKey(derive(derive(derive(derive(`AWS4${secret}`, date), region), service), "aws4_request"));
  if (keys.size > 1000) keys.clear();
  keys.set(name, key);
  return key;
};

/** Every service but S3 signs the path with its percent signs escaped once more. */
const encodedAgain = (path: string): string =>
  path.includes("%") || /[^A-Za-z0-9/._~-]/.test(path) ? path.split("/").map(encode).join("/") : path;

const canonicalQuery = (query: string): string => {
  if (query === "") return "";
  return query
    .split("&")
    .filter((pair) => pair !== "" && !pair.startsWith("X-Amz-Signature="))
    .map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [encode(decode(name)), encode(decode(value.join("=")))] as const;
    })
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
};

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

const headerText = (value: string | string[] | undefined): string =>
  [value ?? ""].flat().join(",").trim().replace(/\s+/g, " ");
