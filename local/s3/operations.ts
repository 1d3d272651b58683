import type { IncomingHttpHeaders } from "node:http";

export interface ObjectAddress {
  bucket: string;
  /** Empty for the bucket itself. */
  key: string;
}

/** Path style only: `/<bucket>/<key>`, percent-encoded. */
export const addressOf = (path: string): ObjectAddress => {
  const [bucket = "", ...key] = path.slice(1).split("/");
  return { bucket: decoded(bucket), key: decoded(key.join("/")) };
};

/** The path of an object on the wire. */
export const pathOf = ({ bucket, key }: ObjectAddress): string =>
  `/${encodeURIComponent(bucket)}/${key.split("/").map(encodeURIComponent).join("/")}`;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

// Sub-resources that the engine does not know: to answer as if they were the object itself would be a lie.
const unknownSubresources = [
  ...["acl", "tagging", "policy", "cors", "encryption", "notification", "object-lock"],
  ...["retention", "legal-hold", "torrent", "restore", "select", "website", "replication", "logging"],
];

export const s3OperationOf = (
  method: string,
  path: string,
  parameters: URLSearchParams,
  headers: IncomingHttpHeaders,
): string => {
  const unknown = unknownSubresources.find((name) => parameters.has(name));
  if (unknown) return `${method} ?${unknown}`;
  const { bucket, key } = addressOf(path);
  if (bucket === "") return "ListBuckets";
  return key === "" ? bucketOperation(method, parameters) : objectOperation(method, parameters, headers);
};

const bucketOperation = (method: string, parameters: URLSearchParams): string => {
  if (parameters.has("lifecycle"))
    return `${method === "GET" ? "Get" : method === "PUT" ? "Put" : "Delete"}BucketLifecycle`;
  if (parameters.has("versioning")) return method === "PUT" ? "PutBucketVersioning" : "GetBucketVersioning";
  if (parameters.has("versions")) return method === "GET" ? "ListObjectVersions" : `${method} ?versions`;
  if (parameters.has("location")) return "GetBucketLocation";
  if (parameters.has("uploads")) return "ListMultipartUploads";
  if (method === "GET") return "ListObjects";
  if (method === "HEAD") return "HeadBucket";
  if (method === "PUT") return "CreateBucket";
  if (method === "DELETE") return "DeleteBucket";
  return method === "POST" && parameters.has("delete") ? "DeleteObjects" : `${method} bucket`;
};

const objectOperation = (method: string, parameters: URLSearchParams, headers: IncomingHttpHeaders): string => {
  const isCopy = headers["x-amz-copy-source"] !== undefined;
  const inUpload = parameters.has("uploadId");
  if (parameters.has("versionId") && (isCopy || inUpload || method === "PUT" || method === "POST"))
    return `${method} ?versionId`;
  if (method === "GET" && parameters.has("attributes")) return "GetObjectAttributes";
  if (method === "GET") return inUpload ? "ListParts" : "GetObject";
  if (method === "HEAD") return "HeadObject";
  if (method === "PUT" && inUpload) return isCopy ? "UploadPartCopy" : "UploadPart";
  if (method === "PUT") return isCopy ? "CopyObject" : "PutObject";
  if (method === "DELETE") return inUpload ? "AbortMultipartUpload" : "DeleteObject";
  if (method === "POST" && parameters.has("uploads")) return "CreateMultipartUpload";
  return method === "POST" && inUpload ? "CompleteMultipartUpload" : `${method} object`;
};
