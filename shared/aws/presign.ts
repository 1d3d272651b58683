import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { lazy } from "../lazy.ts";

/** A pre-signed POST form. */
export interface Upload {
  url: string;
  fields: Record<string, string>;
  maxBytes: number;
  expiresAt: string;
}

export interface UploadTerms {
  bucket: string;
  key: string;
  /** Exactly this type is accepted. */
  contentType: string;
  maxBytes: number;
  /** SHA-256 of the content, in base64: then S3 takes this very file and no other. */
  sha256?: string;
  seconds: number;
  now: Date;
}

/**
 * What S3 lets a browser do with our signature: one key, one type, 1 to `maxBytes` bytes, one content where its checksum
 * is known, until the end of the term.
 */
export interface Presigner {
  upload(terms: UploadTerms): Promise<Upload>;
  /** A short-lived download, always as an attachment with the given name. */
  download(bucket: string, key: string, fileName: string, seconds: number): Promise<string>;
}

export const s3Presigner = (): Presigner => {
  // Path style works on AWS as on every stand-in; the SDK reads the stand-in's address itself.
  const client = lazy(() => new S3Client({ forcePathStyle: true }));
  return {
    async upload({ bucket, key, contentType, maxBytes, sha256, seconds, now }) {
      const { url, fields } = await createPresignedPost(client(), {
        Bucket: bucket,
        Key: key,
        // Every field becomes a condition of the policy too. POST takes checksums as fields, spelled like the headers of
        // PUT; a stated algorithm without its value is refused, and so is a content whose digest is another.
        Fields: {
          "content-type": contentType,
          ...(sha256 ? { "x-amz-checksum-algorithm": "SHA256", "x-amz-checksum-sha256": sha256 } : {}),
        },
        Conditions: [
          ["content-length-range", 1, maxBytes],
          ["eq", "$content-type", contentType],
        ],
        Expires: seconds,
      });
      return { url, fields, maxBytes, expiresAt: new Date(now.getTime() + seconds * 1000).toISOString() };
    },
    download: (bucket, key, fileName, seconds) =>
      getSignedUrl(
        client(),
        new GetObjectCommand({ Bucket: bucket, Key: key, ResponseContentDisposition: attachment(fileName) }),
        { expiresIn: seconds },
      ),
  };
};

/** RFC 6266 with RFC 5987: an ASCII name for old clients, the real one beside it. */
export const attachment = (fileName: string): string => {
  const plain =
    fileName
      .normalize("NFD")
      .replace(/[^\x20-\x7e]/g, "")
      .replace(/["\\%;]/g, "_") || "file";
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName).replaceAll("'", "%27")}`;
};
