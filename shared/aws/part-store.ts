import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  paginateListParts,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { lazy } from "../lazy.ts";

/** A part as its sender announces it. */
export interface AnnouncedPart {
  /** From 1 on. */
  number: number;
  size: number;
  /** Base64. */
  sha256: string;
}

export interface ArrivedPart extends AnnouncedPart {
  etag: string;
}

/** Where a part goes, and the headers that its sender must send with it: they are part of the signature. */
export interface PartAddress {
  number: number;
  url: string;
  headers: Record<string, string>;
}

/** Uploads in parts to one bucket. None of it can read what was sent. */
export interface PartStore {
  begin(key: string, contentType: string): Promise<string>;
  /** A signed address that takes this very part: one key, one number, one size, one content, until the end of the term. */
  address(key: string, uploadId: string, part: AnnouncedPart, seconds: number): Promise<PartAddress>;
  /** In order; undefined when there is no such upload: it was put together, or given up. */
  arrived(key: string, uploadId: string): Promise<ArrivedPart[] | undefined>;
  /** Puts the file together. */
  complete(key: string, uploadId: string, parts: readonly ArrivedPart[]): Promise<void>;
  /** Throws away what has come; fine when there is nothing. */
  abort(key: string, uploadId: string): Promise<void>;
}

const isGone = (error: unknown): boolean => error instanceof S3ServiceException && error.name === "NoSuchUpload";

export const s3Parts = (bucket: string, client = lazy(() => new S3Client({ forcePathStyle: true }))): PartStore => ({
  async begin(key, contentType) {
    // With an algorithm named here, S3 takes no part without its checksum.
    const { UploadId = "" } = await client().send(
      new CreateMultipartUploadCommand({
        Bucket: bucket,
        Key: key,
        ContentType: contentType,
        ChecksumAlgorithm: "SHA256",
      }),
    );
    return UploadId;
  },

  async address(key, uploadId, { number, size, sha256 }, seconds) {
    const command = new UploadPartCommand({
      Bucket: bucket,
      Key: key,
      UploadId: uploadId,
      PartNumber: number,
      ContentLength: size,
      ChecksumSHA256: sha256,
    });
    const checksum = "x-amz-checksum-sha256";
    // S3 ignores a checksum that stands in the query: it must be a header, and signed as one.
    const url = await getSignedUrl(client(), command, { expiresIn: seconds, unhoistableHeaders: new Set([checksum]) });
    return { number, url, headers: { [checksum]: sha256 } };
  },

  async arrived(key, uploadId) {
    const parts: ArrivedPart[] = [];
    try {
      for await (const page of paginateListParts(
        { client: client() },
        { Bucket: bucket, Key: key, UploadId: uploadId },
      ))
        for (const { PartNumber = 0, Size = 0, ETag = "", ChecksumSHA256 = "" } of page.Parts ?? [])
          parts.push({ number: PartNumber, size: Size, etag: ETag, sha256: ChecksumSHA256 });
      return parts;
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  },

  async complete(key, uploadId, parts) {
    const listed = parts.map(({ number, etag, sha256 }) => ({
      PartNumber: number,
      ETag: etag,
      ChecksumSHA256: sha256,
    }));
    await client().send(
      new CompleteMultipartUploadCommand({
        Bucket: bucket,
        Key: key,
        UploadId: uploadId,
        MultipartUpload: { Parts: listed },
      }),
    );
  },

  async abort(key, uploadId) {
    try {
      await client().send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId }));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  },
});
