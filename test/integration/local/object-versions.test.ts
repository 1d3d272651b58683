import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { s3Files } from "../../../functions/documents/file-store.ts";
import { type Machine, openMachine } from "./support/open-machine.ts";

const Bucket = "kept";
const other = "waiting";

let machine: Machine;
let owner: S3Client;

beforeAll(async () => {
  machine = await openMachine({
    roles: { reader: [{ Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: ["arn:aws:s3:::*"] }] },
    buckets: [
      { name: Bucket, cors: [] },
      { name: other, cors: [] },
    ],
  });
  owner = new S3Client(machine.operator);
  for (const name of [Bucket, other]) {
    await owner.send(new CreateBucketCommand({ Bucket: name }));
    await owner.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: "Enabled" } }));
  }
});

afterAll(() => machine?.stop());

const put = async (Key: string, Body: string, bucket = Bucket) =>
  (await owner.send(new PutObjectCommand({ Bucket: bucket, Key, Body }))).VersionId ?? "";
const read = async (Key: string, VersionId?: string, bucket = Bucket) =>
  (await owner.send(new GetObjectCommand({ Bucket: bucket, Key, VersionId }))).Body?.transformToString();
const list = async (Prefix: string, bucket = Bucket) => {
  const { Versions = [], DeleteMarkers = [] } = await owner.send(
    new ListObjectVersionsCommand({ Bucket: bucket, Prefix }),
  );
  return { versions: Versions.map(({ VersionId }) => VersionId), markers: DeleteMarkers.length };
};

describe("a bucket with versions", () => {
  test("keeps what is replaced and what is deleted, and gives each version by its id", async () => {
    const first = await put("a/1", "one");
    const second = await put("a/1", "two");
    expect(await read("a/1")).toBe("two");
    expect([await read("a/1", first), await read("a/1", second)]).toEqual(["one", "two"]);
    await owner.send(new DeleteObjectCommand({ Bucket, Key: "a/1" }));
    await expect(read("a/1")).rejects.toMatchObject({ name: "NoSuchKey" });
    expect(await read("a/1", first)).toBe("one");
    expect(await list("a/1")).toEqual({ versions: [second, first], markers: 1 });
  });

  test("shows what was under a version that is removed", async () => {
    await put("b", "one");
    const second = await put("b", "two");
    await owner.send(new DeleteObjectCommand({ Bucket, Key: "b", VersionId: second }));
    expect(await read("b")).toBe("one");
    await expect(read("b", second)).rejects.toMatchObject({ name: "NoSuchVersion" });
  });

  test("is empty when every version is removed", async () => {
    const versions = [await put("c/x", "one"), await put("c/x", "two")];
    await owner.send(new DeleteObjectCommand({ Bucket, Key: "c/x" }));
    await put("c/y", "three");
    await s3Files({ files: Bucket, quarantine: other }, () => owner).empty("c/");
    expect(await list("c/")).toEqual({ versions: [], markers: 0 });
    for (const version of versions) await expect(read("c/x", version)).rejects.toMatchObject({ name: "NoSuchVersion" });
  });

  test("says of each object that was deleted which version went, and which marker came or went", async () => {
    const first = await put("h/1", "one");
    const remove = async (...Objects: { Key: string; VersionId?: string }[]) =>
      (await owner.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))).Deleted;
    const [marked] = (await remove({ Key: "h/1" })) ?? [];
    expect(marked).toEqual({
      Key: "h/1",
      DeleteMarker: true,
      DeleteMarkerVersionId: expect.stringMatching(/^\w{20,}$/),
    });
    const marker = marked?.DeleteMarkerVersionId;
    expect(await remove({ Key: "h/1", VersionId: first }, { Key: "h/1", VersionId: marker })).toEqual([
      { Key: "h/1", VersionId: first },
      { Key: "h/1", VersionId: marker, DeleteMarker: true, DeleteMarkerVersionId: marker },
    ]);
    expect(await list("h/")).toEqual({ versions: [], markers: 0 });
  });

  test("is listed page by page", async () => {
    for (const body of ["1", "2", "3"]) await put("d", body);
    const page = await owner.send(new ListObjectVersionsCommand({ Bucket, Prefix: "d", MaxKeys: 2 }));
    const rest = await owner.send(
      new ListObjectVersionsCommand({
        Bucket,
        Prefix: "d",
        KeyMarker: page.NextKeyMarker,
        VersionIdMarker: page.NextVersionIdMarker,
      }),
    );
    expect([page.Versions?.length, page.IsTruncated, rest.Versions?.length]).toEqual([2, true, 1]);
  });

  test("copies one version, and only what is still the same", async () => {
    const first = await put("e", "one", other);
    await put("e", "two", other);
    const copy = (CopySource: string, CopySourceIfMatch?: string) =>
      owner.send(new CopyObjectCommand({ Bucket, Key: "e", CopySource, CopySourceIfMatch }));
    await copy(`${other}/e?versionId=${first}`);
    expect(await read("e")).toBe("one");
    await expect(copy(`${other}/e`, '"0123"')).rejects.toMatchObject({ name: "PreconditionFailed" });
    await expect(copy(`${other}/e?versionId=none`)).rejects.toMatchObject({ name: "NoSuchVersion" });
  });

  test("says which version came", async () => {
    const version = await put("f", "one");
    expect(machine.told.created.at(-1)).toMatchObject({ key: "f", versionId: version });
  });

  test("wants rights of their own for versions", async () => {
    const version = await put("g", "one");
    const reader = new S3Client(machine.as("reader"));
    await reader.send(new GetObjectCommand({ Bucket, Key: "g" }));
    for (const command of [
      new GetObjectCommand({ Bucket, Key: "g", VersionId: version }),
      new ListObjectVersionsCommand({ Bucket }),
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "g", VersionId: version }] } }),
    ])
      await expect(reader.send(command as GetObjectCommand)).rejects.toMatchObject({ name: "AccessDenied" });
  });
});

describe("files", () => {
  test("are kept as they were scanned, though another was sent to the same place since", async () => {
    const files = s3Files({ files: Bucket, quarantine: other }, () => owner);
    await put("acc/upl/x", "%PDF-1.7 good", other);
    const seen = await files.look("acc/upl/x");
    await put("acc/upl/x", "evil", other);
    if (!seen) throw new Error("nothing was there");
    await files.keep(seen, "acc/doc/x", { contentType: "application/pdf", fileName: "x.pdf" });
    expect(await read("acc/doc/x")).toBe("%PDF-1.7 good");
    await files.discard("acc/upl/x");
    expect(await list("acc/upl/", other)).toEqual({ versions: [], markers: 0 });
  });
});
