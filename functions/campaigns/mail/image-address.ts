import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { lazy } from "../../../shared/lazy.ts";

/** Short-lived addresses at which a picture is shown, not downloaded. */
export interface ImageAddresses {
  of(image: { key: string; contentType: string }, seconds: number): Promise<string>;
}

export const s3ImageAddresses = (bucket: string): ImageAddresses => {
  const client = lazy(() => new S3Client({ forcePathStyle: true }));
  return {
    of: ({ key, contentType }, seconds) =>
      getSignedUrl(
        client(),
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ResponseContentType: contentType,
          ResponseContentDisposition: "inline",
        }),
        { expiresIn: seconds },
      ),
  };
};
