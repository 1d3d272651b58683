import { GetObjectCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { buildWorkerDeps } from "../../shared/app/deps.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { eraseObjects } from "../../shared/aws/erase-objects.ts";
import type { QueueSender } from "../../shared/aws/queue-sender.ts";
import { sqsSenderOnDemand } from "../../shared/aws/queue-sender-on-demand.ts";
import { env } from "../../shared/env.ts";
import { lazy } from "../../shared/lazy.ts";
import { pause } from "../../shared/pause.ts";

export type BucketName = "files" | "quarantine";

/** The buckets, as far as they hold something of a person. */
export interface PersonalObjects {
  /** How many objects and versions stand under a prefix. */
  count(bucket: BucketName, prefix: string): Promise<number>;
  /** Removes them for good. */
  erase(bucket: BucketName, prefix: string): Promise<void>;
  /** A file, piece by piece; undefined where there is none. */
  read(key: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Writes a file as it is made. */
  write(key: string, contentType: string, content: AsyncIterable<Uint8Array>): Promise<void>;
}

export interface PrivacyDeps extends AppDeps {
  objects: PersonalObjects;
  queue: QueueSender;
  pause: (milliseconds: number) => Promise<void>;
}

export const buildDeps = (): PrivacyDeps => ({
  ...buildWorkerDeps(),
  objects: s3Objects({ files: env.filesBucket(), quarantine: env.quarantineBucket() }),
  queue: sqsSenderOnDemand(),
  pause,
});

const s3Objects = (buckets: Record<BucketName, string>): PersonalObjects => {
  const client = lazy(() => new S3Client({ forcePathStyle: true }));
  return {
    async count(bucket, Prefix) {
      const command = new ListObjectVersionsCommand({ Bucket: buckets[bucket], Prefix, MaxKeys: 1000 });
      const { Versions = [], DeleteMarkers = [] } = await client().send(command);
      return Versions.length + DeleteMarkers.length;
    },
    async erase(bucket, prefix) {
      await eraseObjects(client(), buckets[bucket], prefix);
    },
    async read(Key) {
      try {
        const { Body } = await client().send(new GetObjectCommand({ Bucket: buckets.files, Key }));
        return Body as AsyncIterable<Uint8Array> | undefined;
      } catch (error) {
        if (error instanceof Error && error.name === "NoSuchKey") return undefined;
        throw error;
      }
    },
    async write(key, contentType, content) {
      const { writeInParts } = await import("./write-in-parts.ts");
      await writeInParts(client(), { Bucket: buckets.files, Key: key, ContentType: contentType }, content);
    },
  };
};
