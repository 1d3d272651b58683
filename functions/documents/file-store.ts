import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { attachment } from "../../shared/aws/presign.ts";
import { HEAD_BYTES } from "../../shared/files/sniff.ts";
import { lazy } from "../../shared/lazy.ts";

/** A file in quarantine, at one moment: its form may be sent again and replace it, which `etag` gives away. */
export interface WaitingFile {
  key: string;
  etag: string;
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
  /** What lies in quarantine; undefined when nothing does. */
  look(key: string): Promise<WaitingFile | undefined>;
  /** The whole file, piece by piece. @throws FileReplaced */
  read(file: WaitingFile): AsyncIterable<Uint8Array>;
  /** Copies exactly the file that was looked at to the bucket of files. @throws FileReplaced */
  keep(file: WaitingFile, to: string, as: { contentType: string; fileName: string }): Promise<void>;
  /** Removes it from quarantine. */
  discard(key: string): Promise<void>;
  /**
   * Removes everything in a folder of the bucket of files. The bucket keeps versions: what was removed can be brought
   * back by an operator until its lifecycle ends (`oldVersionDays` of the stage).
   */
  empty(folder: string): Promise<void>;
}

const isStatus = (error: unknown, ...statuses: number[]): boolean =>
  error instanceof S3ServiceException && statuses.includes(error.$metadata.httpStatusCode ?? 0);

export const s3Files = (
  buckets: { files: string; quarantine: string },
  client = lazy(() => new S3Client({ forcePathStyle: true })),
): FileStore => ({
  async look(key) {
    try {
      const answer = await client().send(
        new GetObjectCommand({ Bucket: buckets.quarantine, Key: key, Range: `bytes=0-${HEAD_BYTES - 1}` }),
      );
      const head = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
      const total = Number(/\/(\d+)$/.exec(answer.ContentRange ?? "")?.[1] ?? answer.ContentLength ?? head.length);
      return { key, etag: answer.ETag ?? "", size: total, head };
    } catch (error) {
      if (isStatus(error, 404)) return undefined;
      // 416: there is no first byte.
      if (isStatus(error, 416)) return { key, etag: "", size: 0, head: new Uint8Array() };
      throw error;
    }
  },

  async *read({ key, etag }) {
    const answer = await client()
      .send(new GetObjectCommand({ Bucket: buckets.quarantine, Key: key, IfMatch: etag }))
      .catch((error: unknown) => {
        throw isStatus(error, 404, 412) ? new FileReplaced(key) : error;
      });
    if (answer.Body) yield* answer.Body.transformToWebStream();
  },

  async keep({ key, etag }, to, { contentType, fileName }) {
    try {
      await client().send(
        new CopyObjectCommand({
          Bucket: buckets.files,
          Key: to,
          CopySource: `${buckets.quarantine}/${key}`,
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
    await client().send(new DeleteObjectCommand({ Bucket: buckets.quarantine, Key: key }));
  },

  async empty(folder) {
    for (;;) {
      const { Contents = [] } = await client().send(
        new ListObjectsV2Command({ Bucket: buckets.files, Prefix: folder, MaxKeys: 1000 }),
      );
      if (Contents.length === 0) return;
      const { Errors = [] } = await client().send(
        new DeleteObjectsCommand({
          Bucket: buckets.files,
          Delete: { Objects: Contents.map(({ Key }) => ({ Key })), Quiet: true },
        }),
      );
      if (Errors.length > 0) throw new Error(`${Errors.length} files could not be deleted: ${Errors[0]?.Code}.`);
    }
  },
});
