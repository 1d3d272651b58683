import type { IncomingHttpHeaders } from "node:http";
import { corsHeaders, preflight } from "../s3/cors.ts";
import { addressOf } from "../s3/operations.ts";
import { postObject } from "../s3/post-object.ts";
import type { StoreParts } from "../s3/service.ts";
import { type Answer, AwsError, refuse } from "./answers.ts";
import type { RawRequest } from "./calls.ts";
import type { BucketSettings, CorsRule } from "./contract.ts";
import { failed } from "./refusals.ts";

export interface BucketFront {
  /** The CORS rules of the bucket that a path leads to; undefined when it leads to none. */
  rulesAt(path: string): CorsRule[] | undefined;
  /** A browser's question, an upload form, or a stranger at a bucket without a signature. */
  withoutSignature(request: RawRequest): Promise<Answer>;
}

export const bucketFront = (buckets: BucketSettings[], store: StoreParts): BucketFront => {
  const rules = new Map(buckets.map(({ name, cors }) => [name, cors]));

  const withoutSignature = async (request: RawRequest): Promise<Answer> => {
    const { bucket, key } = addressOf(request.path);
    if (request.method === "OPTIONS") return preflight(rules.get(bucket) ?? [], request.headers);
    if (request.method === "POST" && key === "" && isForm(request.headers)) return postObject(store, bucket, request);
    throw new AwsError("AccessDenied", "Access Denied", 403);
  };

  return {
    rulesAt: (path) => rules.get(addressOf(path).bucket),
    withoutSignature: (request) => withoutSignature(request).catch(refused),
  };
};

const isForm = (headers: IncomingHttpHeaders): boolean =>
  headers["content-type"]?.toLowerCase().startsWith("multipart/form-data") ?? false;

const refused = (error: unknown): Answer => {
  if (error instanceof AwsError) return refuse("s3", error.refusal);
  return refuse("s3", failed("s3", error instanceof Error ? error.message : undefined));
};

/** S3 puts these on every answer to a page of another origin, refusals included. */
export const withCors = (answer: Answer, rules: CorsRule[], { method, headers }: RawRequest): Answer => {
  if (method === "OPTIONS") return answer;
  return { ...answer, headers: { ...answer.headers, ...corsHeaders(rules, headers.origin, method) } };
};
