import { isForPeople } from "../iam/needs.ts";
import { mustBeSigned, readPresigned } from "../s3/presigned.ts";
import { AwsError, type Refusal } from "./answers.ts";
import type { Callers, Principal } from "./callers.ts";
import type { AwsCall } from "./calls.ts";
import { operator } from "./contract.ts";
import { badSignature, unknownKey } from "./refusals.ts";
import { isSignedBy, type Signature, sha256, signatureInHeader } from "./sigv4.ts";

/** Somebody with no key at all: what a request without a signature is. */
const nobody: Principal = { accessKeyId: "", secretAccessKey: "", arn: "anonymous" };

/** Who is calling. @throws AwsError when nobody vouches for the call, or the signature is not the caller's. */
export const admit = (call: AwsCall, callers: Callers, now = new Date()): Principal => {
  if (call.service === "cognito-idp" && isForPeople(call.operation)) return nobody;
  const inHeader = signatureInHeader(call.headers.authorization);
  if (inHeader) return vouched(call, inHeader, String(call.headers["x-amz-date"] ?? ""), headerPayload(call), callers);
  const presigned = call.service === "s3" ? readPresigned(call.parameters, now) : undefined;
  if (presigned) mustBeSigned(call.headers, presigned.signature);
  if (presigned) return vouched(call, presigned.signature, presigned.time, queryPayload(call), callers);
  throw new AwsError(
    call.service === "s3" ? "AccessDenied" : "MissingAuthenticationTokenException",
    "Access Denied",
    403,
  );
};

const vouched = (
  call: AwsCall,
  signature: Signature,
  time: string,
  payloadHash: string,
  callers: Callers,
): Principal => {
  const principal = callers.find(signature.scope.accessKeyId);
  if (!principal) throw refusing(unknownKey(call.service));
  // The operator is the person at this machine, and some of its calls are written without an SDK.
  if (principal.accessKeyId === operator.accessKeyId) return principal;
  if (!isSignedBy(principal.secretAccessKey, signature, { ...call, time, payloadHash }))
    throw refusing(badSignature(call.service));
  return principal;
};

/** @throws AwsError when the body is not the one that was signed. */
const headerPayload = ({ service, headers, body }: AwsCall): string => {
  const stated = headers["x-amz-content-sha256"];
  if (service !== "s3" || typeof stated !== "string") return sha256(body);
  const isHash = /^[0-9a-f]{64}$/.test(stated);
  if (isHash && stated !== sha256(body)) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    throw new AwsError("XAmzContentSHA256Mismatch", message, 400);
  }
  return stated;
};

const queryPayload = ({ parameters }: AwsCall): string => parameters.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD";

const refusing = ({ code, message, status }: Refusal): AwsError => new AwsError(code, message, status);
