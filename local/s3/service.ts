import { buffer } from "node:stream/consumers";
import { type Answer, AwsError } from "../front-door/answers.ts";
import type { Callers, Principal } from "../front-door/callers.ts";
import type { AwsCall } from "../front-door/calls.ts";
import type { ObjectCreated } from "../front-door/contract.ts";
import type { EngineClient } from "../front-door/engine-client.ts";
import { notImplemented } from "../front-door/refusals.ts";
import type { ServiceHandler } from "../front-door/services/service.ts";
import { verifyChecksums } from "./checksums.ts";
import { askStore, creationBy, objectHeaders, storedObject, unquoted, versionIn } from "./objects.ts";
import { addressOf } from "./operations.ts";
import { withoutSignature } from "./presigned.ts";

export interface StoreParts {
  engine: EngineClient;
  callers: Callers;
  objectCreated(event: ObjectCreated): void | Promise<void>;
}

/** S3 calls that are signed in the header or in the query, and allowed. */
export const s3Service = ({ engine, callers, objectCreated }: StoreParts): ServiceHandler => {
  /** Without the right to list a bucket, a missing object looks like a forbidden one. */
  const maySeeKeys = (principal: Principal, { path }: AwsCall): boolean =>
    callers.may(principal, { action: "s3:ListBucket", resource: `arn:aws:s3:::${addressOf(path).bucket}` });

  const announce = async (call: AwsCall, answer: Answer): Promise<void> => {
    const reason = creationBy(call.operation);
    if (!reason) return;
    const address = addressOf(call.path);
    const stored =
      reason === "PutObject"
        ? { size: sizeOf(call), etag: unquoted(answer.headers.etag), ...versionIn(answer.headers) }
        : await storedObject(engine, address);
    await objectCreated({ ...address, ...stored, reason });
  };

  return async (call, principal) => {
    refuseUnknown(call);
    if (!isChunked(call)) verifyChecksums(textHeaders(call), call.body);
    const query = engineQuery(call.parameters);
    const answer = await askStore(engine, {
      method: call.method,
      path: query ? `${call.path}?${query}` : call.path,
      headers: objectHeaders(call.headers),
      contentType: call.headers["content-type"],
      body: call.body,
    });
    if (isMissingObject(call, answer) && !maySeeKeys(principal, call)) {
      await buffer(answer.body);
      throw new AwsError("AccessDenied", "Access Denied", 403);
    }
    if (answer.status === 200) await announce(call, answer);
    return answer.status < 300 ? withOverrides(call, answer) : answer;
  };
};

const isMissingObject = ({ operation }: AwsCall, { status }: Answer): boolean =>
  status === 404 && ["GetObject", "HeadObject", "GetObjectAttributes"].includes(operation);

/** What the engine would take and quietly forget. */
const refuseUnknown = ({ operation, headers }: AwsCall): void => {
  const isConditionalWrite = operation === "PutObject" && (headers["if-none-match"] ?? headers["if-match"]);
  const what = isConditionalWrite
    ? "conditional PutObject"
    : headers["x-amz-tagging"]
      ? "tagging of objects"
      : operation;
  const isUnknown = what !== operation || / |^ListMultipartUploads$|^GetBucketLocation$/.test(operation);
  if (!isUnknown) return;
  const { code, message, status } = notImplemented("s3", what);
  throw new AwsError(code, message, status);
};

const isChunked = ({ headers }: AwsCall): boolean => headers["content-encoding"]?.includes("aws-chunked") ?? false;

function* textHeaders({ headers }: AwsCall): Generator<[string, string]> {
  for (const [name, value] of Object.entries(headers)) if (typeof value === "string") yield [name, value];
}

const sizeOf = ({ headers, body }: AwsCall): number => Number(headers["x-amz-decoded-content-length"] ?? body.length);

const engineQuery = (parameters: URLSearchParams): string => {
  const kept = withoutSignature(parameters);
  for (const name of [...kept.keys()]) if (name.startsWith("response-")) kept.delete(name);
  return kept.toString();
};

/** `response-content-disposition` and its like, which the engine does not know. */
const withOverrides = ({ operation, parameters }: AwsCall, answer: Answer): Answer => {
  if (operation !== "GetObject" && operation !== "HeadObject") return answer;
  const overrides = [...parameters]
    .filter(([name]) => name.startsWith("response-"))
    .map(([name, value]) => [name.slice("response-".length), value]);
  return overrides.length === 0
    ? answer
    : { ...answer, headers: { ...answer.headers, ...Object.fromEntries(overrides) } };
};
