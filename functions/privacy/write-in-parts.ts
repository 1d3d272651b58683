import { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";

/** Writes a file of unknown length, part by part as it is made. */
export const writeInParts = async (
  client: S3Client,
  place: { Bucket: string; Key: string; ContentType: string },
  content: AsyncIterable<Uint8Array>,
): Promise<void> => {
  await new Upload({ client, params: { ...place, Body: Readable.from(content) } }).done();
};
