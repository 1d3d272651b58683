/** The engine's S3, as everything behind the front door speaks to it. */
import type { IncomingHttpHeaders } from "node:http";
import { buffer } from "node:stream/consumers";
import { contentTypeHeader } from "../engines/fauxqs.ts";
import { AwsError } from "../front-door/answers.ts";
import type { ObjectCreated } from "../front-door/contract.ts";
import type { EngineAnswer, EngineClient } from "../front-door/engine-client.ts";
import { type ObjectAddress, pathOf } from "./operations.ts";

const passedOn = [
  ...["content-encoding", "content-language", "content-disposition", "cache-control", "range"],
  ...["if-match", "if-none-match", "if-modified-since", "if-unmodified-since"],
];

/** The headers that say something about the object, and none about the connection. */
export const objectHeaders = (headers: IncomingHttpHeaders): Record<string, string> => {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === "string" && (passedOn.includes(name) || name.startsWith("x-amz-"))) kept[name] = value;
  }
  return kept;
};

interface StoreRequest {
  method: string;
  /** Encoded, with its query. */
  path: string;
  headers?: Record<string, string>;
  contentType?: string | undefined;
  body?: Buffer;
}

const empty = Buffer.alloc(0);

/** The body always goes as bytes: what the object is, the engine learns from a header of ours. */
export const askStore = (
  engine: EngineClient,
  { method, path, headers = {}, contentType, body = empty }: StoreRequest,
): Promise<EngineAnswer> => {
  const typed = {
    ...headers,
    "content-type": "application/octet-stream",
    [contentTypeHeader]: contentType ?? "binary/octet-stream",
  };
  return engine.send({ method, path, headers: typed, body });
};

/** Size, tag and version of an object as it is stored: what a copy or an assembled upload cannot know from its request. */
export const storedObject = async (
  engine: EngineClient,
  address: ObjectAddress,
): Promise<{ size: number; etag: string; versionId?: string }> => {
  const answer = await askStore(engine, { method: "HEAD", path: pathOf(address) });
  await buffer(answer.body);
  if (answer.status !== 200) throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
  const { "content-length": size, etag } = answer.headers;
  return { size: Number(size), etag: unquoted(etag), ...versionIn(answer.headers) };
};

/** The version that an answer of the store is about; nothing where the bucket keeps none. */
export const versionIn = (headers: EngineAnswer["headers"]): { versionId?: string } => {
  const versionId = headers["x-amz-version-id"];
  return typeof versionId === "string" ? { versionId } : {};
};

export const unquoted = (etag: string | string[] | undefined): string => String(etag ?? "").replaceAll('"', "");

const reasons: Record<string, ObjectCreated["reason"]> = {
  PutObject: "PutObject",
  CopyObject: "CopyObject",
  CompleteMultipartUpload: "CompleteMultipartUpload",
};

/** Why this operation made an object, or undefined when it made none. */
export const creationBy = (operation: string): ObjectCreated["reason"] | undefined => reasons[operation];
