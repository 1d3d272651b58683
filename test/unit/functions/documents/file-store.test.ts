import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { FileReplaced, s3Files } from "../../../../functions/documents/file-store.ts";

const s3 = mockClient(S3Client);
const files = s3Files({ files: "files", quarantine: "quarantine" }, () => new S3Client({}));
const file = { key: "acc/upl/x", etag: '"e1"', size: 3, head: new Uint8Array() };

const refusal = (httpStatusCode: number) =>
  new S3ServiceException({ name: "Refused", $fault: "client", $metadata: { httpStatusCode } });

beforeEach(() => s3.reset());

describe("files in quarantine", () => {
  it("that are gone are not looked at", async () => {
    s3.on(GetObjectCommand).rejects(refusal(404));
    expect(await files.look(file.key)).toBeUndefined();
  });

  it("without a first byte are empty", async () => {
    s3.on(GetObjectCommand).rejects(refusal(416));
    expect(await files.look(file.key)).toMatchObject({ size: 0 });
  });

  it("are kept only as they were looked at", async () => {
    s3.on(CopyObjectCommand).resolves({});
    await files.keep(file, "acc/doc/x", { contentType: "application/pdf", fileName: "Reçu.pdf" });
    expect(s3.commandCalls(CopyObjectCommand)[0]?.args[0].input).toMatchObject({
      Bucket: "files",
      Key: "acc/doc/x",
      CopySource: "quarantine/acc/upl/x",
      CopySourceIfMatch: '"e1"',
      MetadataDirective: "REPLACE",
      ContentType: "application/pdf",
      ContentDisposition: "attachment; filename=\"Recu.pdf\"; filename*=UTF-8''Re%C3%A7u.pdf",
    });
    s3.on(CopyObjectCommand).rejects(refusal(412));
    await expect(files.keep(file, "acc/doc/x", { contentType: "a/b", fileName: "x" })).rejects.toThrow(FileReplaced);
  });

  it("are copied as the very version that was scanned", async () => {
    s3.on(CopyObjectCommand).resolves({});
    await files.keep({ ...file, versionId: "v+1" }, "acc/doc/x", { contentType: "a/b", fileName: "x" });
    expect(s3.commandCalls(CopyObjectCommand)[0]?.args[0].input.CopySource).toBe(
      "quarantine/acc/upl/x?versionId=v%2B1",
    );
  });

  it("that are replaced while they are scanned are scanned again later", async () => {
    s3.on(GetObjectCommand).rejects(refusal(412));
    const read = async () => {
      for await (const _ of files.read(file)) throw new Error("nothing was to be read");
    };
    await expect(read()).rejects.toThrow(FileReplaced);
  });
});

describe("the folder of a deleted document", () => {
  it("is emptied page by page, of every version and every delete marker", async () => {
    s3.on(ListObjectVersionsCommand)
      .resolvesOnce({
        Versions: [
          { Key: "a", VersionId: "2" },
          { Key: "a", VersionId: "1" },
        ],
      })
      .resolvesOnce({ DeleteMarkers: [{ Key: "b", VersionId: "3" }] })
      .resolves({});
    s3.on(DeleteObjectsCommand).resolves({});
    await files.empty("acc/doc/");
    expect(s3.commandCalls(DeleteObjectsCommand).map(({ args }) => args[0].input.Delete?.Objects)).toEqual([
      [
        { Key: "a", VersionId: "2" },
        { Key: "a", VersionId: "1" },
      ],
      [{ Key: "b", VersionId: "3" }],
    ]);
  });

  it("keeps the one file that is to stay", async () => {
    s3.on(ListObjectVersionsCommand)
      .resolvesOnce({
        Versions: [
          { Key: "a", VersionId: "1" },
          { Key: "b", VersionId: "2" },
        ],
      })
      .resolves({ Versions: [{ Key: "a", VersionId: "1" }] });
    s3.on(DeleteObjectsCommand).resolves({});
    await files.empty("acc/doc/", "a");
    expect(s3.commandCalls(DeleteObjectsCommand).map(({ args }) => args[0].input.Delete?.Objects)).toEqual([
      [{ Key: "b", VersionId: "2" }],
    ]);
  });

  it("that cannot be emptied is tried again", async () => {
    s3.on(ListObjectVersionsCommand).resolves({ Versions: [{ Key: "a", VersionId: "1" }] });
    s3.on(DeleteObjectsCommand).resolves({ Errors: [{ Code: "InternalError" }] });
    await expect(files.empty("acc/doc/")).rejects.toThrow("InternalError");
  });
});
