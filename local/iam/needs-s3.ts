import type { AwsCall } from "../front-door/calls.ts";
import { deletedObjects } from "../s3/delete-objects.ts";
import { addressOf } from "../s3/operations.ts";
import type { Need } from "./policies.ts";

const bucketActions: Record<string, string> = {
  ListObjects: "s3:ListBucket",
  ListObjectVersions: "s3:ListBucketVersions",
  HeadBucket: "s3:ListBucket",
  ListMultipartUploads: "s3:ListBucketMultipartUploads",
  GetBucketLocation: "s3:GetBucketLocation",
  GetBucketLifecycle: "s3:GetLifecycleConfiguration",
  PutBucketLifecycle: "s3:PutLifecycleConfiguration",
  DeleteBucketLifecycle: "s3:PutLifecycleConfiguration",
};

const objectActions: Record<string, string> = {
  HeadObject: "s3:GetObject",
  CopyObject: "s3:PutObject",
  CreateMultipartUpload: "s3:PutObject",
  UploadPart: "s3:PutObject",
  UploadPartCopy: "s3:PutObject",
  CompleteMultipartUpload: "s3:PutObject",
  ListParts: "s3:ListMultipartUploadParts",
};

export const s3Needs = (call: AwsCall): Need[] => {
  const { bucket, key } = addressOf(call.path);
  const { operation, headers, parameters } = call;
  if (operation === "ListBuckets") return [{ action: "s3:ListAllMyBuckets", resource: "*" }];
  if (operation === "DeleteObjects") {
    return deletedObjects(call.body).map((deleted) => ({
      action: deleted.versionId ? "s3:DeleteObjectVersion" : "s3:DeleteObject",
      resource: objectArn(bucket, deleted.key),
    }));
  }
  if (key === "") {
    const own = { action: bucketActions[operation] ?? `s3:${operation}`, resource: `arn:aws:s3:::${bucket}` };
    const isList = operation === "ListObjects" || operation === "ListObjectVersions";
    return [isList ? { ...own, context: { "s3:prefix": parameters.get("prefix") ?? "" } } : own];
  }
  const action = objectActions[operation] ?? `s3:${operation}`;
  const own = { action: parameters.has("versionId") ? `${action}Version` : action, resource: objectArn(bucket, key) };
  return [own, ...attributeNeeds(call, bucket, key), ...sourceNeeds(headers["x-amz-copy-source"])];
};

const attributeNeeds = ({ operation }: AwsCall, bucket: string, key: string): Need[] =>
  operation === "GetObjectAttributes" ? [{ action: "s3:GetObject", resource: objectArn(bucket, key) }] : [];

const sourceNeeds = (source: string | string[] | undefined): Need[] => {
  if (source === undefined) return [];
  const [path = "", query] = String(source).replace(/^\//, "").split("?");
  const { bucket, key } = addressOf(`/${path}`);
  return [{ action: query ? "s3:GetObjectVersion" : "s3:GetObject", resource: objectArn(bucket, key) }];
};

export const objectArn = (bucket: string, key: string): string => `arn:aws:s3:::${bucket}/${key}`;
