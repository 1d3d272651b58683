import { DeleteObjectsCommand, ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";

/** Removes for good whatever stands under a prefix, with all its versions. Answers how many there were. */
export const eraseObjects = async (client: S3Client, bucket: string, prefix: string, but?: string): Promise<number> => {
  for (let erased = 0; ; ) {
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, MaxKeys: 1000 }),
    );
    const found = [...Versions, ...DeleteMarkers]
      .filter(({ Key }) => but === undefined || Key !== but)
      .map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (found.length === 0) return erased;
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: found, Quiet: true } }),
    );
    if (Errors.length > 0) throw new Error(`${Errors.length} files could not be deleted: ${Errors[0]?.Code}.`);
    erased += found.length;
  }
};
