/** Addresses that carry their signature in the query (SigV4 "query string authentication"). */
import type { IncomingHttpHeaders } from "node:http";
import { AwsError } from "../front-door/answers.ts";
import { type Signature, scopeOf } from "../front-door/sigv4.ts";

export interface PresignedAddress {
  signature: Signature;
  /** `YYYYMMDDTHHMMSSZ` */
  time: string;
}

const required = [
  ...["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature"],
];

/** Undefined when the query claims no signature. @throws AwsError when the claim is malformed or out of date. */
export const readPresigned = (parameters: URLSearchParams, now: Date): PresignedAddress | undefined => {
  if (!required.some((name) => parameters.has(name))) return undefined;
  const value = (name: string) => parameters.get(name) ?? "";
  const scope = scopeOf(value("X-Amz-Credential"));
  const seconds = Number(value("X-Amz-Expires"));
  const time = value("X-Amz-Date");
  if (!scope || required.some((name) => value(name) === "") || Number.isNaN(signedAt(time).getTime())) {
    const message =
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.";
    throw new AwsError("AuthorizationQueryParametersError", message, 400);
  }
  if (!(seconds >= 1 && seconds <= 604_800)) {
    const message = "X-Amz-Expires must be between 1 and 604800 seconds";
    throw new AwsError("AuthorizationQueryParametersError", message, 400);
  }
  const expires = new Date(signedAt(time).getTime() + seconds * 1000);
  if (now > expires) {
    const details = { "X-Amz-Expires": String(seconds), Expires: expires.toISOString(), ServerTime: now.toISOString() };
    throw new AwsError("AccessDenied", "Request has expired", 403, details);
  }
  const signedHeaders = value("X-Amz-SignedHeaders").split(";");
  return { time, signature: { scope, signedHeaders, signature: value("X-Amz-Signature") } };
};

/** @throws AwsError when a header that means something to S3 is not part of what was signed. */
export const mustBeSigned = (headers: IncomingHttpHeaders, { signedHeaders }: Signature): void => {
  const extra = Object.keys(headers).filter((name) => name.startsWith("x-amz-") && !signedHeaders.includes(name));
  if (extra.length === 0) return;
  const message = "There were headers present in the request which were not signed";
  throw new AwsError("AccessDenied", message, 403, { HeadersNotSigned: extra.join(", ") });
};

/** `YYYYMMDDTHHMMSSZ`; an invalid date for anything else. */
const signedAt = (time: string): Date => {
  const [, year, month, day, hour, minute, second] = time.match(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/) ?? [];
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};

/** What is left for the engine: everything but the signature. */
export const withoutSignature = (parameters: URLSearchParams): URLSearchParams =>
  new URLSearchParams([...parameters].filter(([name]) => !name.startsWith("X-Amz-") && name !== "x-id"));
