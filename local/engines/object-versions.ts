/**
 * Versioning, which the engine's S3 lacks: what a write or a deletion pushes aside goes to a bucket of its own, as
 * `<key>/<version>`. The id of the current version stands in the object's metadata.
 */
import { createHash, randomBytes } from "node:crypto";
import type { buildApp } from "fauxqs";

export type ObjectStore = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>["stores"]>["s3Store"];
type StoredObject = ReturnType<ObjectStore["headObject"]>;
export type UploadInParts = Parameters<ObjectStore["restoreMultipartUpload"]>[0];

/** Where the current version's id stands, among the metadata; the front door shows it as S3 does. */
export const versionMark = "door-version";
const markerMark = "door-delete-marker";
/** What an object of the time before versioning is called. */
const nullVersion = "null";

export interface VersionView {
  key: string;
  versionId: string;
  isLatest: boolean;
  isMarker: boolean;
  lastModified: Date;
  etag: string;
  size: number;
}

export interface ObjectVersions {
  isVersioned(bucket: string): boolean;
  enable(bucket: string): void;
  /** By key, then newest first. */
  list(bucket: string, prefix: string): VersionView[];
  current(bucket: string, key: string): string | undefined;
  /** Where the content of a version lies; undefined when there is no such version, or when it is a delete marker. */
  find(bucket: string, key: string, versionId: string): { bucket: string; key: string } | undefined;
  /** For good; what was pushed aside before comes to light again. */
  remove(bucket: string, key: string, versionId: string): void;
}

/** Teaches a store to keep versions in the buckets for which that is enabled. */
export const withVersions = (store: ObjectStore): ObjectVersions => {
  const put = store.putObject.bind(store);
  const complete = store.completeMultipartUpload.bind(store);
  const erase = store.deleteObject.bind(store);
  const uploads = uploadsOf(store);

  const isVersioned = (bucket: string): boolean => store.hasBucket(asideOf(bucket));
  const objectsIn = (bucket: string, prefix: string): StoredObject[] =>
    store.hasBucket(bucket) ? store.listObjects(bucket, { prefix, maxKeys: Number.MAX_SAFE_INTEGER }).objects : [];
  const head = (bucket: string, key: string): StoredObject | undefined =>
    objectsIn(bucket, key).find((object) => object.key === key);
  const setAside = (bucket: string, key: string): void => {
    const object = head(bucket, key);
    if (object) move(store, { bucket, key }, { bucket: asideOf(bucket), key: `${key}/${idOf(object)}` });
  };

  const move = (from: ObjectStore, source: Place, target: Place): void => {
    keep(from, target.bucket, { ...from.getObject(source.bucket, source.key), key: target.key });
    erase(source.bucket, source.key);
  };

  Object.assign(store, {
    putObject(...[bucket, key, body, type, metadata = {}, ...rest]: Parameters<ObjectStore["putObject"]>) {
      const { [versionMark]: _copied, ...own } = metadata;
      if (!isVersioned(bucket)) return put(bucket, key, body, type, own, ...rest);
      setAside(bucket, key);
      return put(bucket, key, body, type, { ...own, [versionMark]: nextId() }, ...rest);
    },
    completeMultipartUpload(...[uploadId, parts]: Parameters<ObjectStore["completeMultipartUpload"]>) {
      const upload = uploads.get(uploadId);
      if (!upload || !isVersioned(upload.bucket)) return complete(uploadId, parts);
      const former = head(upload.bucket, upload.key);
      upload.metadata = { ...upload.metadata, [versionMark]: nextId() };
      if (!former) return complete(uploadId, parts);
      const whole = store.getObject(upload.bucket, upload.key);
      const done = complete(uploadId, parts);
      keep(store, asideOf(upload.bucket), { ...whole, key: `${upload.key}/${idOf(former)}` });
      return done;
    },
    deleteObject(bucket: string, key: string) {
      if (!isVersioned(bucket)) return erase(bucket, key);
      setAside(bucket, key);
      put(asideOf(bucket), `${key}/${nextId()}`, Buffer.alloc(0), undefined, { [markerMark]: "1" });
    },
  });

  const aside = (bucket: string, key: string): StoredObject[] =>
    objectsIn(asideOf(bucket), `${key}/`)
      .filter((object) => splitName(object.key).key === key)
      .sort((a, b) => byText(b.key, a.key));

  return {
    isVersioned,
    enable: (bucket) => store.createBucket(asideOf(bucket)),
    current: (bucket, key) => {
      const object = head(bucket, key);
      return object && idOf(object);
    },
    list(bucket, prefix) {
      const live = objectsIn(bucket, prefix).map((object) => viewOf(object, object.key, idOf(object), true));
      const isLive = new Set(live.map(({ key }) => key));
      const former = objectsIn(asideOf(bucket), prefix)
        .sort((a, b) => byText(b.key, a.key))
        .map((object) => {
          const { key, versionId } = splitName(object.key);
          const isLatest = !isLive.has(key);
          isLive.add(key);
          return viewOf(object, key, versionId, isLatest);
        });
      return [...live, ...former]
        .filter(({ key }) => key.startsWith(prefix))
        .sort(
          (a, b) => byText(a.key, b.key) || Number(b.isLatest) - Number(a.isLatest) || byText(b.versionId, a.versionId),
        );
    },
    find(bucket, key, versionId) {
      const object = head(bucket, key);
      if (object && idOf(object) === versionId) return { bucket, key };
      const place = { bucket: asideOf(bucket), key: `${key}/${versionId}` };
      const former = head(place.bucket, place.key);
      return former && !former.metadata[markerMark] ? place : undefined;
    },
    remove(bucket, key, versionId) {
      const object = head(bucket, key);
      if (object && idOf(object) === versionId) erase(bucket, key);
      else erase(asideOf(bucket), `${key}/${versionId}`);
      const [newest] = aside(bucket, key);
      if (head(bucket, key) || !newest || newest.metadata[markerMark]) return;
      move(store, { bucket: asideOf(bucket), key: newest.key }, { bucket, key });
    },
  };
};

interface Place {
  bucket: string;
  key: string;
}

/** The uploads in parts that are under way: the engine keeps them to itself. */
export const uploadsOf = (store: ObjectStore): Map<string, UploadInParts> =>
  Reflect.get(store, "multipartUploads") as Map<string, UploadInParts>;

/** Puts an object as it is, with its tag and its time. */
const keep = (store: ObjectStore, bucket: string, object: StoredObject): void => {
  store.persistence?.upsertObject(bucket, object);
  store.restoreObject(bucket, store.persistence ? { ...object, body: Buffer.alloc(0) } : object);
};

const idOf = ({ metadata }: StoredObject): string => metadata[versionMark] ?? nullVersion;

const splitName = (name: string): { key: string; versionId: string } => {
  const end = name.lastIndexOf("/");
  return { key: name.slice(0, end), versionId: name.slice(end + 1) };
};

const viewOf = (object: StoredObject, key: string, versionId: string, isLatest: boolean): VersionView => {
  const { lastModified, etag, contentLength: size, metadata } = object;
  return { key, versionId, isLatest, isMarker: metadata[markerMark] !== undefined, lastModified, etag, size };
};

const asideOf = (bucket: string): string =>
  `versions-${createHash("sha256").update(bucket).digest("hex").slice(0, 40)}`;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

let lastId = 0;

/** Later versions have greater ids. */
const nextId = (): string => {
  lastId = Math.max(Date.now() * 1000, lastId + 1);
  return `${lastId.toString(36).padStart(11, "0")}${randomBytes(10).toString("hex")}`;
};
