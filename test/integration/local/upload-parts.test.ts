import { createHash, randomBytes } from "node:crypto";
import { CreateBucketCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PartAddress, type PartStore, s3Parts } from "../../../shared/aws/part-store.ts";
import { type Machine, openMachine } from "./support/open-machine.ts";

const bucket = "quarantine";
const page = "https://garage.example";
const MIB = 1024 * 1024;

let machine: Machine;
let owner: S3Client;
let store: PartStore;

beforeAll(async () => {
  machine = await openMachine({
    roles: {
      pages: [
        {
          Effect: "Allow",
          Action: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
          Resource: `arn:aws:s3:::${bucket}/*`,
        },
      ],
    },
    buckets: [{ name: bucket, cors: [{ AllowedOrigins: [page], AllowedMethods: ["PUT"], AllowedHeaders: ["*"] }] }],
  });
  owner = new S3Client(machine.operator);
  await owner.send(new CreateBucketCommand({ Bucket: bucket }));
  const client = new S3Client({ ...machine.as("pages"), forcePathStyle: true });
  store = s3Parts(bucket, () => client);
});

afterAll(() => machine?.stop());

const contents = [randomBytes(5 * MIB), randomBytes(5 * MIB), randomBytes(1000)];
const partOf = (content: Buffer, number: number) => ({
  number,
  size: content.length,
  sha256: createHash("sha256").update(content).digest("base64"),
});
const send = async ({ url, headers }: PartAddress, content: Buffer, changed: Record<string, string> = {}) => {
  const answer = await fetch(url, {
    method: "PUT",
    headers: { ...headers, ...changed },
    body: new Uint8Array(content),
  });
  const code = /<Code>(\w+)/.exec(await answer.text())?.[1];
  return code ?? answer.status;
};

describe("a file in parts", () => {
  test("is put together from its parts, in whatever order and however often they came", async () => {
    const key = "acc/upl/whole";
    const id = await store.begin(key, "application/pdf");
    for (const index of [2, 0, 1, 0]) {
      const content = contents[index] ?? Buffer.alloc(0);
      expect(await send(await store.address(key, id, partOf(content, index + 1), 60), content)).toBe(200);
    }
    const arrived = (await store.arrived(key, id)) ?? [];
    expect(arrived.map(({ number, size, sha256 }) => ({ number, size, sha256 }))).toEqual(
      contents.map((content, index) => partOf(content, index + 1)),
    );
    await store.complete(key, id, arrived);
    const { Body, ContentType } = await owner.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    expect(ContentType).toBe("application/pdf");
    expect(Buffer.concat(contents).equals(Buffer.from((await Body?.transformToByteArray()) ?? []))).toBe(true);
    expect(machine.told.created.at(-1)).toMatchObject({
      key,
      reason: "CompleteMultipartUpload",
      size: 10 * MIB + 1000,
    });
    expect(await store.arrived(key, id)).toBeUndefined();
  });

  test("takes for each address one size, one content, one number, one place", async () => {
    const key = "acc/upl/exact";
    const id = await store.begin(key, "application/pdf");
    const content = Buffer.from("a part");
    const address = await store.address(key, id, partOf(content, 1), 60);
    expect(new URL(address.url).searchParams.get("X-Amz-SignedHeaders")).toBe(
      "content-length;host;x-amz-checksum-sha256",
    );
    const turned = (change: (url: URL) => void) => {
      const url = new URL(address.url);
      change(url);
      return { ...address, url: url.href };
    };
    const other = Buffer.from("b part");
    expect(await send(address, Buffer.from("a longer part"))).toBe("SignatureDoesNotMatch");
    expect(await send(address, other)).toBe("BadDigest");
    expect(await send(address, other, { "x-amz-checksum-sha256": partOf(other, 1).sha256 })).toBe(
      "SignatureDoesNotMatch",
    );
    expect(await send({ ...address, headers: {} }, content)).toBe("SignatureDoesNotMatch");
    expect(await send(address, content, { "x-amz-acl": "public-read" })).toBe("AccessDenied");
    expect(
      await send(
        turned((url) => url.searchParams.set("partNumber", "2")),
        content,
      ),
    ).toBe("SignatureDoesNotMatch");
    expect(
      await send(
        turned((url) => url.searchParams.set("X-Amz-Expires", "9999")),
        content,
      ),
    ).toBe("SignatureDoesNotMatch");
    const elsewhere = turned((url) => {
      url.pathname += "x";
    });
    expect(await send(elsewhere, content)).toBe("SignatureDoesNotMatch");
    expect(await store.arrived(key, id)).toEqual([]);
    expect(await send(address, content)).toBe(200);
  });

  test("leaves nothing behind when it is given up", async () => {
    const key = "acc/upl/given-up";
    const id = await store.begin(key, "application/pdf");
    const address = await store.address(key, id, partOf(Buffer.from("x"), 1), 60);
    await store.abort(key, id);
    await store.abort(key, id);
    expect(await send(address, Buffer.from("x"))).toBe("NoSuchUpload");
    expect(await store.arrived(key, id)).toBeUndefined();
  });

  test("is not put together with parts that did not come so", async () => {
    const key = "acc/upl/wrong";
    const id = await store.begin(key, "application/pdf");
    const content = Buffer.from("x");
    await send(await store.address(key, id, partOf(content, 1), 60), content);
    const [part] = (await store.arrived(key, id)) ?? [];
    if (!part) throw new Error("no part came");
    const wrong = [{ ...part, sha256: partOf(Buffer.from("y"), 1).sha256 }];
    await expect(store.complete(key, id, wrong)).rejects.toMatchObject({ name: "InvalidPart" });
    await expect(store.complete(key, id, [{ ...part, number: 2 }])).rejects.toMatchObject({ name: "InvalidPart" });
  });
});
