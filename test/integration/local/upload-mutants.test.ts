import { createHash } from "node:crypto";
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { fc, test as property } from "@fast-check/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { s3Presigner, type Upload } from "../../../shared/aws/presign.ts";
import { uploadFile } from "../../support/upload.ts";
import { type Machine, openMachine } from "./support/open-machine.ts";

const bucket = "quarantine";
const content = Buffer.from("%PDF-1.7\nwhat was promised");
const digest = (of: Buffer) => createHash("sha256").update(of).digest("base64");

let machine: Machine;
let owner: S3Client;
const before = { ...process.env };

beforeAll(async () => {
  const allowed = { Effect: "Allow", Action: "s3:PutObject", Resource: `arn:aws:s3:::${bucket}/*` } as const;
  machine = await openMachine({ roles: { pages: [allowed] }, buckets: [{ name: bucket, cors: [] }] });
  owner = new S3Client({ ...machine.operator, forcePathStyle: true });
  await owner.send(new CreateBucketCommand({ Bucket: bucket }));
  const { credentials } = machine.as("pages");
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: machine.url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });
});

afterAll(async () => {
  Object.assign(process.env, before);
  delete process.env.AWS_ENDPOINT_URL;
  await machine?.stop();
});

let forms = 0;
const aForm = (seconds = 3600): Promise<Upload> =>
  s3Presigner().upload({
    bucket,
    key: `acc/upl/${forms++}`,
    contentType: "application/pdf",
    maxBytes: content.length,
    sha256: digest(content),
    seconds,
    now: new Date(),
  });

/** A form and a file that differ in one thing from what was signed, and how S3 answers that. */
type Mutant = (form: Upload) => { fields: Record<string, string>; file: Buffer; codes: string[] };

const policyOf = ({ fields }: Upload) =>
  JSON.parse(Buffer.from(fields.Policy ?? "", "base64").toString()) as { expiration: string; conditions: unknown[] };
const withPolicy = ({ fields }: Upload, policy: unknown) => ({
  ...fields,
  Policy: Buffer.from(JSON.stringify(policy)).toString("base64"),
});
/** Another character in one place. */
const bent = (text: string, at: number): string => {
  const index = at % text.length;
  return text.slice(0, index) + (text[index] === "0" ? "1" : "0") + text.slice(index + 1);
};

const aMutant: fc.Arbitrary<Mutant> = fc.oneof(
  fc.integer({ min: 1, max: 5000 }).map(
    (more): Mutant =>
      ({ fields }) => ({
        ...{ fields, file: Buffer.concat([content, Buffer.alloc(more)]), codes: ["EntityTooLarge"] },
      }),
  ),
  fc.constant<Mutant>(({ fields }) => ({ fields, file: Buffer.alloc(0), codes: ["EntityTooSmall"] })),
  fc.integer({ min: 0, max: content.length - 1 }).map(
    (at): Mutant =>
      ({ fields }) => {
        const file = Buffer.from(content);
        file[at] = (file[at] ?? 0) ^ 1;
        return { fields, file, codes: ["BadDigest"] };
      },
  ),
  fc.integer({ min: 1, max: content.length - 1 }).map(
    (less): Mutant =>
      ({ fields }) => ({
        ...{ fields, file: content.subarray(less), codes: ["BadDigest"] },
      }),
  ),
  fc.constantFrom("text/html", "application/pdf; charset=utf-8", "image/svg+xml", "application/PDF", "").map(
    (type): Mutant =>
      ({ fields }) => ({ fields: { ...fields, "content-type": type }, file: content, codes: ["AccessDenied"] }),
  ),
  fc.string({ minLength: 1, maxLength: 20, unit: "grapheme-ascii" }).map(
    (name): Mutant =>
      ({ fields }) => ({
        ...{ fields: { ...fields, key: `${fields.key}${name}` }, file: content, codes: ["AccessDenied"] },
      }),
  ),
  fc.uint8Array({ minLength: 1, maxLength: 40 }).map(
    (bytes): Mutant =>
      ({ fields }) => {
        // Another content with its own, true checksum: it is not the one that was signed.
        const file = Buffer.from(bytes).subarray(0, content.length);
        return { fields: { ...fields, "x-amz-checksum-sha256": digest(file) }, file, codes: ["AccessDenied"] };
      },
  ),
  fc.constantFrom("x-amz-checksum-sha256", "x-amz-checksum-algorithm", "content-type").map(
    (name): Mutant =>
      (form) => {
        const { [name]: _gone, ...fields } = form.fields;
        return { fields, file: content, codes: ["AccessDenied"] };
      },
  ),
  fc.integer({ min: 0, max: 1e6 }).map(
    (at): Mutant =>
      ({ fields }) => ({
        fields: { ...fields, "X-Amz-Signature": bent(fields["X-Amz-Signature"] ?? "", at) },
        ...{ file: content, codes: ["SignatureDoesNotMatch"] },
      }),
  ),
  fc.integer({ min: 0, max: 1e6 }).map(
    (at): Mutant =>
      ({ fields }) => ({
        fields: { ...fields, Policy: bent(fields.Policy ?? "", at) },
        ...{ file: content, codes: ["SignatureDoesNotMatch", "InvalidPolicyDocument"] },
      }),
  ),
  fc.integer({ min: 1, max: 1e6 }).map(
    (hours): Mutant =>
      (form) => {
        const expiration = new Date(Date.now() + hours * 3_600_000).toISOString();
        return {
          fields: withPolicy(form, { ...policyOf(form), expiration }),
          file: content,
          codes: ["SignatureDoesNotMatch"],
        };
      },
  ),
  fc.constant<Mutant>((form) => ({
    fields: withPolicy(form, { ...policyOf(form), conditions: [] }),
    ...{ file: content, codes: ["SignatureDoesNotMatch"] },
  })),
  fc.constantFrom("acl", "success_action_redirect", "x-amz-meta-own", "x-amz-storage-class", "tagging").map(
    (name): Mutant =>
      ({ fields }) => ({ fields: { ...fields, [name]: "public-read" }, file: content, codes: ["AccessDenied"] }),
  ),
  fc.constantFrom("Policy", "X-Amz-Signature", "X-Amz-Credential", "X-Amz-Algorithm").map(
    (name): Mutant =>
      (form) => {
        const { [name]: _gone, ...fields } = form.fields;
        return { fields, file: content, codes: ["AccessDenied", "InvalidPolicyDocument", "SignatureDoesNotMatch"] };
      },
  ),
  fc.integer({ min: 0, max: 1e6 }).map(
    (at): Mutant =>
      ({ fields }) => ({
        fields: { ...fields, "X-Amz-Credential": bent(fields["X-Amz-Credential"] ?? "", at) },
        ...{ file: content, codes: ["AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch"] },
      }),
  ),
);

const stored = async () => (await owner.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents ?? [];

describe("a form that is used for anything but what was signed", () => {
  property.prop([aMutant], { numRuns: 600 })(
    "is refused, in S3's own words, whatever was changed",
    async (mutate) => {
      const form = await aForm();
      const { fields, file, codes } = mutate(form);
      const answer = await uploadFile({ url: form.url, fields }, file);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(codes).toContain(/<Code>(\w+)/.exec(await answer.text())?.[1]);
    },
    300_000,
  );

  test("leaves nothing in the bucket; used as it was meant, it does", async () => {
    expect(await stored()).toEqual([]);
    const form = await aForm();
    expect((await uploadFile(form, content)).status).toBe(204);
    expect((await stored()).map(({ Key }) => Key)).toEqual([form.fields.key]);
  });

  test("is refused once its time is over", async () => {
    const form = await aForm(-1);
    expect(await (await uploadFile(form, content)).text()).toContain("Policy expired");
  });
});
