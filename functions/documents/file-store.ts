import { CopyObjectCommand, GetObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { eraseObjects } from "../../shared/aws/erase-objects.ts";
import { attachment } from "../../shared/aws/presign.ts";
import { HEAD_BYTES } from "../../shared/files/sniff.ts";
import { lazy } from "../../shared/lazy.ts";

/**
 * A file in quarantine, at one moment. Its form may be sent again: `versionId` is what holds on to this very content, and
 * `etag` where a bucket keeps no versions. (By its tag alone a content could be swapped: it is an MD5.)
 */
export interface WaitingFile {
  key: string;
  etag: string;
  versionId?: string;
  size: number;
  head: Uint8Array;
}

/** Thrown when a file was replaced while it was looked at: what was found out is worth nothing. */
export class FileReplaced extends Error {
  constructor(key: string) {
    super(`The file ${key} was replaced while it was looked at.`);
    this.name = "FileReplaced";
  }
}

export interface FileStore {
  /** What lies in quarantine: one version, or the latest; undefined when nothing does. */
  look(key: string, versionId?: string): Promise<WaitingFile | undefined>;
  /** The whole file, piece by piece. @throws FileReplaced */
  read(file: WaitingFile): AsyncIterable<Uint8Array>;
  /** Copies exactly the file that was looked at to the bucket of files. @throws FileReplaced */
  keep(file: WaitingFile, to: string, as: { contentType: string; fileName: string }): Promise<void>;
  /** Removes all that was ever sent to that place in quarantine. */
  discard(key: string): Promise<void>;
  /**
   * Removes everything in a folder of the bucket of files for good, with all its versions: who is told that a file is
   * deleted may rely on it.
   * @param but the one file that stays
   */
  empty(folder: string, but?: string): Promise<void>;
}

const isStatus = (error: unknown, ...statuses: number[]): boolean =>
  error instanceof S3ServiceException && statuses.includes(error.$metadata.httpStatusCode ?? 0);

export const s3Files = (
  buckets: { files: string; quarantine: string },
  client = lazy(() => new S3Client({ forcePathStyle: true })),
): FileStore => {
  return {
    async look(key, versionId) {
      const place = { Bucket: buckets.quarantine, Key: key, ...(versionId ? { VersionId: versionId } : {}) };
      try {
        const answer = await client().send(new GetObjectCommand({ ...place, Range: `bytes=0-${HEAD_BYTES - 1}` }));
        const head = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
        const total = Number(/\/(\d+)$/.exec(answer.ContentRange ?? "")?.[1] ?? answer.ContentLength ?? head.length);
        const version = answer.VersionId ?? versionId;
        return { key, etag: answer.ETag ?? "", size: total, head, ...(version ? { versionId: version } : {}) };
      } catch (error) {
        if (isStatus(error, 404)) return undefined;
        // 416: there is no first byte.
        if (isStatus(error, 416)) return { key, etag: "", size: 0, head: new Uint8Array() };
        throw error;
      }
    },

    async *read({ key, etag, versionId }) {
      const answer = await client()
        .send(new GetObjectCommand({ Bucket: buckets.quarantine, Key: key, VersionId: versionId, IfMatch: etag }))
        .catch((error: unknown) => {
          throw isStatus(error, 404, 412) ? new FileReplaced(key) : error;
        });
      if (answer.Body) yield* answer.Body.transformToWebStream();
    },

    async keep({ key, etag, versionId }, to, { contentType, fileName }) {
      const version = versionId ? `?versionId=${encodeURIComponent(versionId)}` : "";
      try {
        await client().send(
          new CopyObjectCommand({
            Bucket: buckets.files,
            Key: to,
            CopySource: `${buckets.quarantine}/${key}${version}`,
            CopySourceIfMatch: etag,
            MetadataDirective: "REPLACE",
            ContentType: contentType,
            ContentDisposition: attachment(fileName),
          }),
        );
      } catch (error) {
        throw isStatus(error, 404, 412) ? new FileReplaced(key) : error;
      }
    },

    async discard(key) {
      await eraseObjects(client(), buckets.quarantine, key);
    },
    async empty(folder, but) {
      await eraseObjects(client(), buckets.files, folder, but);
    },
  };
};
