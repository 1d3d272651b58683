import { createHash, randomBytes } from "node:crypto";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { createPresignedPost, type PresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Machine, openMachine } from "./support/open-machine.ts";

const Bucket = "uploads";
const page = "https://garage.example";

let machine: Machine;
let owner: S3Client;
let uploader: S3Client;
let stranger: S3Client;

beforeAll(async () => {
  machine = await openMachine({
    roles: {
      uploader: [
        { Effect: "Allow", Action: ["s3:PutObject", "s3:GetObject"], Resource: `arn:aws:s3:::${Bucket}/acc_1/*` },
      ],
      lister: [{ Effect: "Allow", Action: ["s3:GetObject", "s3:List*"], Resource: ["arn:aws:s3:::*"] }],
      stranger: [],
    },
    buckets: [
      {
        name: Bucket,
        cors: [
          {
            AllowedOrigins: [page],
            AllowedMethods: ["POST", "PUT"],
            AllowedHeaders: ["*"],
            ExposedHeaders: ["ETag"],
            MaxAge: 600,
          },
        ],
      },
    ],
  });
  owner = new S3Client(machine.operator);
  uploader = new S3Client(machine.as("uploader"));
  stranger = new S3Client(machine.as("stranger"));
  await owner.send(new CreateBucketCommand({ Bucket }));
});

afterAll(() => machine?.stop());

const lastCreated = () => machine.told.created.at(-1);
const put = (Key: string, Body: string | Buffer, ContentType = "text/plain") =>
  uploader.send(new PutObjectCommand({ Bucket, Key, Body, ContentType }));

describe("objects", () => {
  test("come back as they were put, whatever their key and type", async () => {
    for (const [Key, type] of [
      ["acc_1/Été & co/plan (1)+2 %.txt", "text/plain; charset=utf-8"],
      ["acc_1/form", "application/x-www-form-urlencoded"],
      ["acc_1/json", "application/json"],
      ["acc_1/../up", "text/plain"],
    ] as const) {
      await put(Key, `body of ${Key}`, type);
      const { Body, ContentType } = await uploader.send(new GetObjectCommand({ Bucket, Key }));
      expect([await Body?.transformToString(), ContentType]).toEqual([`body of ${Key}`, type]);
    }
  });

  test("may be empty", async () => {
    await put("acc_1/empty", "");
    expect((await uploader.send(new HeadObjectCommand({ Bucket, Key: "acc_1/empty" }))).ContentLength).toBe(0);
    expect(lastCreated()).toMatchObject({ key: "acc_1/empty", size: 0 });
  });

  test("may be larger than the engine's usual 11 MiB, and survive a restart", async () => {
    const body = randomBytes(30 * 1024 * 1024);
    const { ETag } = await put("acc_1/large", body, "application/pdf");
    expect(ETag).toBe(`"${createHash("md5").update(body).digest("hex")}"`);
    await machine.restart();
    uploader = new S3Client(machine.as("uploader"));
    owner = new S3Client(machine.operator);
    stranger = new S3Client(machine.as("stranger"));
    const { Body } = await uploader.send(new GetObjectCommand({ Bucket, Key: "acc_1/large" }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
  });

  test("are announced with size, tag and reason when put, copied or assembled", async () => {
    const { ETag } = await put("acc_1/put", "12345");
    expect(lastCreated()).toEqual({
      bucket: Bucket,
      key: "acc_1/put",
      size: 5,
      etag: ETag?.replaceAll('"', ""),
      reason: "PutObject",
    });
    await uploader.send(new CopyObjectCommand({ Bucket, Key: "acc_1/copy", CopySource: `${Bucket}/acc_1/put` }));
    expect(lastCreated()).toMatchObject({ key: "acc_1/copy", size: 5, reason: "CopyObject" });
    const { UploadId } = await uploader.send(new CreateMultipartUploadCommand({ Bucket, Key: "acc_1/parts" }));
    const part = await uploader.send(
      new UploadPartCommand({ Bucket, Key: "acc_1/parts", UploadId, PartNumber: 1, Body: "whole" }),
    );
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part.ETag }] };
    await uploader.send(new CompleteMultipartUploadCommand({ Bucket, Key: "acc_1/parts", UploadId, MultipartUpload }));
    expect(lastCreated()).toMatchObject({ key: "acc_1/parts", size: 5, reason: "CompleteMultipartUpload" });
  });

  test("are refused to functions without the grant, in S3's words", async () => {
    await expect(stranger.send(new PutObjectCommand({ Bucket, Key: "acc_1/x", Body: "x" }))).rejects.toMatchObject({
      name: "AccessDenied",
      message:
        "User: arn:aws:sts::000000000000:assumed-role/stranger-role/stranger is not authorized to perform: s3:PutObject " +
        'on resource: "arn:aws:s3:::uploads/acc_1/x" because no identity-based policy allows the s3:PutObject action',
    });
    await expect(put("acc_2/x", "x")).rejects.toThrow("s3:PutObject");
    const copy = new CopyObjectCommand({ Bucket, Key: "acc_1/stolen", CopySource: `${Bucket}/acc_2/secret` });
    await expect(uploader.send(copy)).rejects.toThrow('s3:GetObject on resource: "arn:aws:s3:::uploads/acc_2/secret"');
    await expect(uploader.send(new ListObjectsV2Command({ Bucket }))).rejects.toThrow("s3:ListBucket");
    const Delete = { Objects: [{ Key: "acc_1/put" }, { Key: "acc_1/a&b" }] };
    await expect(uploader.send(new DeleteObjectsCommand({ Bucket, Delete }))).rejects.toThrow("s3:DeleteObject");
  });

  test("that are missing look forbidden to whoever may not list the bucket", async () => {
    const missing = new GetObjectCommand({ Bucket, Key: "acc_1/nothing" });
    await expect(uploader.send(missing)).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(new S3Client(machine.as("lister")).send(missing)).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("are refused when their checksum does not fit", async () => {
    const wrong = new PutObjectCommand({
      Bucket,
      Key: "acc_1/sum",
      Body: "content",
      ChecksumSHA256: createHash("sha256").update("other").digest("base64"),
    });
    await expect(uploader.send(wrong)).rejects.toMatchObject({ name: "BadDigest" });
  });

  test("take no condition or tag that the machine would forget", async () => {
    await expect(
      uploader.send(new PutObjectCommand({ Bucket, Key: "acc_1/c", Body: "x", IfNoneMatch: "*" })),
    ).rejects.toMatchObject({ name: "NotImplemented" });
    await expect(
      uploader.send(new PutObjectCommand({ Bucket, Key: "acc_1/c", Body: "x", Tagging: "a=b" })),
    ).rejects.toMatchObject({ name: "NotImplemented" });
  });
});

describe("a pre-signed address", () => {
  test("opens one object, under the name that it says", async () => {
    await put("acc_1/report", "pdf");
    const command = new GetObjectCommand({
      Bucket,
      Key: "acc_1/report",
      ResponseContentDisposition: 'attachment; filename="rapport.pdf"',
      ResponseContentType: "application/pdf",
    });
    const answer = await fetch(await getSignedUrl(uploader, command, { expiresIn: 60 }));
    expect([answer.status, await answer.text()]).toEqual([200, "pdf"]);
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="rapport.pdf"');
    expect(answer.headers.get("content-type")).toBe("application/pdf");
  });

  test("takes one object", async () => {
    const url = await getSignedUrl(uploader, new PutObjectCommand({ Bucket, Key: "acc_1/presigned" }), {
      expiresIn: 60,
    });
    expect((await fetch(url, { method: "PUT", body: "content" })).status).toBe(200);
    expect(lastCreated()).toMatchObject({ key: "acc_1/presigned", size: 7 });
  });

  test("is nothing without its signature, with another's, for another key, or after its time", async () => {
    const url = await getSignedUrl(uploader, new GetObjectCommand({ Bucket, Key: "acc_1/report" }), { expiresIn: 60 });
    const codeOf = async (address: string) => (await (await fetch(address)).text()).match(/<Code>(\w+)/)?.[1];
    expect(await codeOf(url.split("?")[0] ?? "")).toBe("AccessDenied");
    expect(await codeOf(url.replace("/report", "/other"))).toBe("SignatureDoesNotMatch");
    expect(await codeOf(url.replace("X-Amz-Expires=60", "X-Amz-Expires=600"))).toBe("SignatureDoesNotMatch");
    expect(await codeOf(url.replace(/X-Amz-Signature=\w+/, ""))).toBe("AuthorizationQueryParametersError");
    const signingDate = new Date(Date.now() - 120_000);
    expect(
      await codeOf(
        await getSignedUrl(uploader, new GetObjectCommand({ Bucket, Key: "acc_1/report" }), {
          expiresIn: 60,
          signingDate,
        }),
      ),
    ).toBe("AccessDenied");
    expect(
      await codeOf(
        await getSignedUrl(stranger, new GetObjectCommand({ Bucket, Key: "acc_1/report" }), { expiresIn: 60 }),
      ),
    ).toBe("AccessDenied");
  });
});

describe("an upload form", () => {
  const conditions = [
    ["content-length-range", 1, 10],
    ["starts-with", "$Content-Type", "image/"],
  ] as Parameters<typeof createPresignedPost>[1]["Conditions"];

  const form = (overrides: Partial<Parameters<typeof createPresignedPost>[1]> = {}, client = uploader) =>
    createPresignedPost(client, {
      Bucket,
      Key: "acc_1/photo",
      Conditions: conditions,
      Fields: { "Content-Type": "image/png" },
      Expires: 60,
      ...overrides,
    });

  const post = async (
    { url, fields }: PresignedPost,
    changes: Record<string, string | undefined> = {},
    file = "12345",
  ): Promise<[number, string]> => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...fields, ...changes }))
      if (value !== undefined) body.append(name, value);
    body.append("file", new Blob([file]), "photo.png");
    const answer = await fetch(url, { method: "POST", body, redirect: "manual" });
    return [answer.status, (await answer.text()).match(/<Message>([^<]*)/)?.[1] ?? ""];
  };

  test("stores the file with its type and tells of it", async () => {
    expect(await post(await form())).toEqual([204, ""]);
    expect(lastCreated()).toMatchObject({ key: "acc_1/photo", size: 5, reason: "PostObject" });
    expect((await owner.send(new HeadObjectCommand({ Bucket, Key: "acc_1/photo" }))).ContentType).toBe("image/png");
  });

  test("answers as the form asks", async () => {
    const policy = [...(conditions ?? []), ["eq", "$success_action_status", "201"]] as typeof conditions;
    const asked = await form({
      Conditions: policy,
      Fields: { "Content-Type": "image/png", success_action_status: "201" },
    });
    expect((await post(asked))[0]).toBe(201);
  });

  test("keeps a name with accents in its disposition", async () => {
    const Fields = { "Content-Type": "image/png", "Content-Disposition": 'attachment; filename="été.png"' };
    await post(
      await form({ Fields, Conditions: [...(conditions ?? []), ["starts-with", "$Content-Disposition", ""]] }),
    );
    const url = await getSignedUrl(uploader, new GetObjectCommand({ Bucket, Key: "acc_1/photo" }));
    expect((await fetch(url)).headers.get("content-disposition")).toBe('attachment; filename="été.png"');
  });

  test.each([
    ["a file that is too long", {}, "12345678901", 400, "Your proposed upload exceeds the maximum allowed size"],
    ["an empty file", {}, "", 400, "Your proposed upload is smaller than the minimum allowed size"],
    [
      "another type",
      { "Content-Type": "text/html" },
      "12345",
      403,
      "Policy Condition failed: [&quot;starts-with&quot;, &quot;$Content-Type&quot;, &quot;image/&quot;]",
    ],
    [
      "another key",
      { key: "acc_1/other" },
      "12345",
      403,
      "Policy Condition failed: [&quot;eq&quot;, &quot;$key&quot;, &quot;acc_1/photo&quot;]",
    ],
    ["a field that the policy does not know", { acl: "public-read" }, "12345", 403, "Extra input fields: acl"],
    ["a missing field", { "Content-Type": undefined }, "12345", 403, "Policy Condition failed"],
    [
      "a forged signature",
      { "X-Amz-Signature": "0".repeat(64) },
      "12345",
      403,
      "The request signature we calculated does not match",
    ],
    [
      "another policy",
      { Policy: Buffer.from('{"expiration":"2999-01-01T00:00:00Z","conditions":[]}').toString("base64") },
      "12345",
      403,
      "The request signature we calculated does not match",
    ],
    ["no policy at all", { Policy: undefined }, "12345", 403, "Access Denied"],
    [
      "an unknown key id",
      { "X-Amz-Credential": "AKIANOBODY/20260101/ca-central-1/s3/aws4_request" },
      "12345",
      403,
      "The AWS Access Key Id you provided does not exist",
    ],
    [
      "a wrong checksum",
      { "x-amz-checksum-sha256": "AAAA" },
      "12345",
      403,
      "Extra input fields: x-amz-checksum-sha256",
    ],
  ])("refuses %s", async (_what, changes, file, status, message) => {
    const [code, text] = await post(await form(), changes, file);
    expect([code, text]).toEqual([status, expect.stringContaining(message)]);
  });

  test("verifies a checksum that its policy asks for", async () => {
    const sum = (content: string) => createHash("sha256").update(content).digest("base64");
    const summed = (content: string) =>
      form({ Fields: { "Content-Type": "image/png", "x-amz-checksum-sha256": sum(content) } });
    expect(await post(await summed("12345"))).toEqual([204, ""]);
    expect((await post(await summed("54321")))[0]).toBe(400);
  });

  test("is refused once its time is over, and when its signer may not put there", async () => {
    const message = "Invalid according to Policy: Policy expired.";
    expect(await post(await form({ Expires: -1 }))).toEqual([403, message]);
    expect(await post(await form({}, stranger))).toEqual([403, expect.stringContaining("s3:PutObject")]);
  });
});

describe("a page of another origin", () => {
  const ask = (origin: string, method: string) =>
    fetch(`${machine.url}/${Bucket}/`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": method, "access-control-request-headers": "content-type" },
    });

  test("may send what the bucket's rules say, and read the answer, even a refusal", async () => {
    const allowed = await ask(page, "POST");
    expect(allowed.status).toBe(200);
    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      "access-control-allow-origin": page,
      "access-control-allow-methods": "POST, PUT",
      "access-control-allow-headers": "content-type",
      "access-control-max-age": "600",
    });
    const refused = await fetch(`${machine.url}/${Bucket}`, {
      method: "POST",
      body: new FormData(),
      headers: { origin: page },
    });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([400, page]);
  });

  test("may not when they do not", async () => {
    expect((await ask("https://elsewhere.example", "POST")).status).toBe(403);
    expect((await ask(page, "DELETE")).status).toBe(403);
  });
});
