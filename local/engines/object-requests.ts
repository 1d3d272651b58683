/** What S3 answers and the engine does not know: versions, the parts of an upload, conditions of a copy. */
import type { buildApp } from "fauxqs";
import { xmlText } from "../front-door/answers.ts";
import { deletedObjects } from "../s3/delete-objects.ts";
import { readParts } from "../s3/parts.ts";
import {
  type ObjectStore,
  type ObjectVersions,
  type UploadInParts,
  uploadsOf,
  versionMark,
} from "./object-versions.ts";

type App = ReturnType<typeof buildApp>;

interface ObjectRequest {
  method: string;
  bucket: string;
  key: string;
  query: Record<string, string | undefined>;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
  /** The engine's own view, which may be turned elsewhere. */
  turn(bucket: string, key: string): void;
}

interface Reply {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

/** Answers before the engine does, or lets it answer. */
export const serveMore = (app: App, store: ObjectStore, versions: ObjectVersions): void => {
  app.addHook("preHandler", (request, reply, done) => {
    const params = textsOf(request.params);
    if (params.bucket === undefined) return done();
    const answer = answerTo(
      {
        method: request.method,
        bucket: params.bucket,
        key: params["*"] ?? "",
        query: textsOf(request.query),
        headers: request.headers,
        body: request.body,
        turn: (bucket, key) => Object.assign(Object(request.params), { bucket, "*": key }),
      },
      store,
      versions,
    );
    if (!answer) return done();
    reply
      .status(answer.status)
      .headers({ "content-type": "application/xml", ...answer.headers })
      .send(answer.body);
  });
  app.addHook("onSend", (request, reply, payload, done) => {
    const { bucket = "", "*": key = "" } = textsOf(request.params);
    const shown = reply.getHeader(`x-amz-meta-${versionMark}`);
    reply.removeHeader(`x-amz-meta-${versionMark}`);
    const written = key !== "" && request.method !== "GET" && request.method !== "HEAD" && versions.isVersioned(bucket);
    const version = written && reply.statusCode === 200 ? versions.current(bucket, key) : shown;
    if (version !== undefined) reply.header("x-amz-version-id", version);
    done(null, payload);
  });
};

const answerTo = (request: ObjectRequest, store: ObjectStore, versions: ObjectVersions): Reply | undefined => {
  const { method, bucket, key, query } = request;
  if (key === "") {
    if ("versioning" in query) return versioning(request, versions);
    if ("versions" in query) return versionList(request, versions);
    if (method === "POST" && "delete" in query && versions.isVersioned(bucket))
      return deleteMany(request, store, versions);
    return undefined;
  }
  if (query.uploadId !== undefined) return inUpload(request, uploadsOf(store).get(query.uploadId));
  if (query.versionId !== undefined) return ofVersion(request, query.versionId, versions);
  return request.headers["x-amz-copy-source"] === undefined ? undefined : copyFrom(request, store, versions);
};

const versioning = ({ method, bucket, body }: ObjectRequest, versions: ObjectVersions): Reply => {
  if (method === "PUT" && /<Status>Enabled</.test(String(body))) versions.enable(bucket);
  const status = versions.isVersioned(bucket) ? "<Status>Enabled</Status>" : "";
  return ok(method === "PUT" ? "" : `<VersioningConfiguration>${status}</VersioningConfiguration>`);
};

const versionList = ({ bucket, query }: ObjectRequest, versions: ObjectVersions): Reply => {
  const { prefix = "", "key-marker": keyMarker = "", "version-id-marker": versionMarker } = query;
  const all = versions.list(bucket, prefix);
  const after = all.findIndex(({ key, versionId }) => key === keyMarker && versionId === versionMarker);
  const rest = versionMarker ? all.slice(after + 1) : all.filter(({ key }) => key > keyMarker);
  const page = rest.slice(0, Number(query["max-keys"] ?? 1000));
  const last = page.length < rest.length ? page.at(-1) : undefined;
  const items = page.map(({ key, versionId, isLatest, isMarker, lastModified, etag, size }) => {
    const common = `<Key>${xmlText(key)}</Key><VersionId>${versionId}</VersionId><IsLatest>${isLatest}</IsLatest><LastModified>${lastModified.toISOString()}</LastModified>`;
    return isMarker
      ? `<DeleteMarker>${common}</DeleteMarker>`
      : `<Version>${common}<ETag>${xmlText(etag)}</ETag><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Version>`;
  });
  const next = last
    ? `<NextKeyMarker>${xmlText(last.key)}</NextKeyMarker><NextVersionIdMarker>${last.versionId}</NextVersionIdMarker>`
    : "";
  return ok(
    `<ListVersionsResult><Name>${bucket}</Name><Prefix>${xmlText(prefix)}</Prefix><IsTruncated>${last !== undefined}</IsTruncated>${next}${items.join("")}</ListVersionsResult>`,
  );
};

const deleteMany = ({ bucket, body }: ObjectRequest, store: ObjectStore, versions: ObjectVersions): Reply => {
  const objects = deletedObjects(Buffer.from(String(body)));
  const told = objects.map(({ key, versionId }) => {
    const marker = versions
      .list(bucket, key)
      .find((one) => one.key === key && one.versionId === versionId && one.isMarker);
    if (versionId) versions.remove(bucket, key, versionId);
    else store.deleteObject(bucket, key);
    const version = versionId ? `<VersionId>${xmlText(versionId)}</VersionId>` : "";
    const made = versionId ? marker?.versionId : versions.list(bucket, key).find((one) => one.key === key)?.versionId;
    const marked = made
      ? `<DeleteMarker>true</DeleteMarker><DeleteMarkerVersionId>${made}</DeleteMarkerVersionId>`
      : "";
    return `<Deleted><Key>${xmlText(key)}</Key>${version}${marked}</Deleted>`;
  });
  return ok(`<DeleteResult>${/<Quiet>true</.test(String(body)) ? "" : told.join("")}</DeleteResult>`);
};

const ofVersion = ({ method, bucket, key, turn }: ObjectRequest, versionId: string, versions: ObjectVersions) => {
  if (method === "DELETE") {
    versions.remove(bucket, key, versionId);
    return { status: 204, body: "", headers: { "x-amz-version-id": versionId } };
  }
  const place = versions.find(bucket, key, versionId);
  if (!place) return refusal("NoSuchVersion", "The specified version does not exist.", 404);
  turn(place.bucket, place.key);
  return undefined;
};

/** A copy of one version, or of what has not changed since: S3 checks both before it copies. */
const copyFrom = ({ headers }: ObjectRequest, store: ObjectStore, versions: ObjectVersions): Reply | undefined => {
  const [path = "", query = ""] = String(headers["x-amz-copy-source"]).replace(/^\//, "").split("?");
  const slash = path.indexOf("/");
  const source = { bucket: decodeURIComponent(path.slice(0, slash)), key: decodeURIComponent(path.slice(slash + 1)) };
  const versionId = new URLSearchParams(query).get("versionId");
  const place = versionId ? versions.find(source.bucket, source.key, versionId) : source;
  if (!place) return refusal("NoSuchVersion", "The specified version does not exist.", 404);
  if (versionId) headers["x-amz-copy-source"] = encodeURIComponent(`${place.bucket}/${place.key}`);
  const wanted = headers["x-amz-copy-source-if-match"];
  if (wanted === undefined) return undefined;
  const found = store.listObjects(place.bucket, { prefix: place.key }).objects.find(({ key }) => key === place.key);
  if (!found) return refusal("NoSuchKey", "The specified key does not exist.", 404);
  if (bare(found.etag) === bare(String(wanted))) return undefined;
  return refusal("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);
};

const inUpload = (request: ObjectRequest, upload: UploadInParts | undefined): Reply | undefined => {
  const { method, bucket, key, query } = request;
  if (upload?.bucket !== bucket || upload.key !== key) return refusal("NoSuchUpload", noSuchUpload, 404);
  if (method === "GET") return partList(query, upload);
  const algorithm = upload.checksumAlgorithm;
  if (!algorithm) return undefined;
  const name = `x-amz-checksum-${algorithm.toLowerCase()}`;
  if (method === "PUT" && request.headers[name] === undefined) {
    const message = `Checksum Type mismatch occurred, expected checksum Type: ${algorithm.toLowerCase()}, actual checksum Type: null`;
    return refusal("InvalidRequest", message, 400);
  }
  return method === "POST" ? wrongChecksum(request, upload, algorithm) : undefined;
};

/** An upload that was begun with checksums is completed with them. */
const wrongChecksum = ({ body }: ObjectRequest, { parts }: UploadInParts, algorithm: string): Reply | undefined => {
  for (const { number, checksum } of readParts(String(body), algorithm)) {
    if (checksum === undefined) {
      const message = `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`;
      return refusal("InvalidRequest", message, 400);
    }
    if (parts.get(number)?.checksumValue !== checksum)
      return refusal("InvalidPart", "One or more of the specified parts could not be found.", 400);
  }
  return undefined;
};

const partList = (
  query: ObjectRequest["query"],
  { bucket, key, uploadId, parts, checksumAlgorithm }: UploadInParts,
): Reply => {
  const after = Number(query["part-number-marker"] ?? 0);
  const rest = [...parts.values()]
    .filter(({ partNumber }) => partNumber > after)
    .sort((a, b) => a.partNumber - b.partNumber);
  const page = rest.slice(0, Number(query["max-parts"] ?? 1000));
  const items = page.map(({ partNumber, etag, lastModified, body, checksumValue }) => {
    const checksum =
      checksumAlgorithm && checksumValue
        ? `<Checksum${checksumAlgorithm}>${checksumValue}</Checksum${checksumAlgorithm}>`
        : "";
    return `<Part><PartNumber>${partNumber}</PartNumber><LastModified>${lastModified.toISOString()}</LastModified><ETag>${xmlText(etag)}</ETag><Size>${body.length}</Size>${checksum}</Part>`;
  });
  const isTruncated = page.length < rest.length;
  const next = isTruncated ? `<NextPartNumberMarker>${page.at(-1)?.partNumber}</NextPartNumberMarker>` : "";
  return ok(
    `<ListPartsResult><Bucket>${bucket}</Bucket><Key>${xmlText(key)}</Key><UploadId>${uploadId}</UploadId><IsTruncated>${isTruncated}</IsTruncated>${next}${items.join("")}</ListPartsResult>`,
  );
};

const noSuchUpload =
  "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.";

const ok = (body: string): Reply => ({ status: 200, body: body && `<?xml version="1.0" encoding="UTF-8"?>\n${body}` });

const refusal = (code: string, message: string, status: number): Reply => ({
  ...ok(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`),
  status,
});

const bare = (etag: string): string => etag.replaceAll('"', "");

const textsOf = (value: unknown): Record<string, string | undefined> => {
  const given = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(given.map(([name, text]) => [name, String(text)]));
};
