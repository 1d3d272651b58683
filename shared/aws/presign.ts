import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { lazy } from "../lazy.ts";

/** A pre-signed POST form (api.md, "any pre-signed upload"). */
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
  seconds: number;
  now: Date;
}

/** What S3 lets a browser do with our signature: one key, one type, 1 to `maxBytes` bytes, until the end of the term. */
export interface Presigner {
  upload(terms: UploadTerms): Promise<Upload>;
  /** A short-lived download, always as an attachment with the given name. */
  download(bucket: string, key: string, fileName: string, seconds: number): Promise<string>;
}

export const s3Presigner = (): Presigner => {
  // Path style works on AWS as on every stand-in; the SDK reads the stand-in's address itself.
  const client = lazy(() => new S3Client({ forcePathStyle: true }));
  return {
    async upload({ bucket, key, contentType, maxBytes, seconds, now }) {
      const { url, fields } = await createPresignedPost(client(), {
        Bucket: bucket,
        Key: key,
        Fields: { "content-type": contentType },
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
