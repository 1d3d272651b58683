import { buffer } from "node:stream/consumers";
import { type Answer, AwsError, xml, xmlText } from "../front-door/answers.ts";
import type { Principal } from "../front-door/callers.ts";
import type { RawRequest } from "../front-door/calls.ts";
import { badSignature, unknownKey } from "../front-door/refusals.ts";
import { type CredentialScope, isSignatureOf, scopeOf } from "../front-door/sigv4.ts";
import { objectArn } from "../iam/needs-s3.ts";
import { mustHoldItsChecksum, verifyChecksums } from "./checksums.ts";
import { askStore, unquoted, versionIn } from "./objects.ts";
import { type ObjectAddress, pathOf } from "./operations.ts";
import { readForm, type UploadForm } from "./post-form.ts";
import { checkPolicy, readPolicy } from "./post-policy.ts";
import type { StoreParts } from "./service.ts";

/** An upload form (`POST /<bucket>`): its policy is enforced to the letter, and its signer must be allowed to put. */
export const postObject = async (
  { engine, callers, objectCreated }: StoreParts,
  bucket: string,
  { headers, body }: Pick<RawRequest, "headers" | "body">,
  now = new Date(),
): Promise<Answer> => {
  const form = readForm(String(headers["content-type"]), body);
  const fields = new Map([...form.fields].map(([name, value]) => [name.toLowerCase(), value]));
  // biome-ignore lint/suspicious/noTemplateCurlyInString: S3 spells its placeholder so
  const key = (fields.get("key") ?? "").replaceAll("${filename}", form.fileName);
  if (key === "") throw new AwsError("InvalidArgument", "Bucket POST must contain a field named 'key'.", 400);
  fields.set("key", key);

  const signerOf = (given: Map<string, string>): Principal => {
    const policy = given.get("policy");
    const scope = scopeOf(given.get("x-amz-credential") ?? "");
    if (!policy || !scope || given.get("x-amz-algorithm") !== "AWS4-HMAC-SHA256")
      throw new AwsError("AccessDenied", "Access Denied", 403);
    const principal = callers.find(scope.accessKeyId);
    if (!principal) throw thrown(unknownKey("s3"));
    if (!isWrittenBy(principal, scope, policy, given.get("x-amz-signature") ?? "")) throw thrown(badSignature("s3"));
    return principal;
  };

  const signer = signerOf(fields);
  checkPolicy(readPolicy(fields.get("policy") ?? ""), { bucket, fields, size: form.file.length, now });
  const refusal = callers.refusalFor(signer, "s3", [{ action: "s3:PutObject", resource: objectArn(bucket, key) }]);
  if (refusal) throw new AwsError(refusal.code, refusal.message, refusal.status);
  mustHoldItsChecksum(fields);
  verifyChecksums(fields, form.file);

  const store = async (
    address: ObjectAddress,
    given: Map<string, string>,
    { file }: UploadForm,
  ): Promise<{ etag: string; versionId?: string }> => {
    const answer = await askStore(engine, {
      method: "PUT",
      path: pathOf(address),
      headers: headersIn(given),
      contentType: given.get("content-type"),
      body: file,
    });
    const told = await buffer(answer.body);
    if (answer.status !== 200) throw new AwsError("InternalError", told.toString(), 500);
    return { etag: String(answer.headers.etag), ...versionIn(answer.headers) };
  };

  const { etag, ...version } = await store({ bucket, key }, fields, form);
  await objectCreated({ bucket, key, size: form.file.length, etag: unquoted(etag), ...version, reason: "PostObject" });
  return thanks(fields, { bucket, key, etag });
};

const isWrittenBy = (
  { secretAccessKey }: Principal,
  scope: CredentialScope,
  policy: string,
  signature: string,
): boolean => scope.service === "s3" && isSignatureOf(secretAccessKey, scope, policy, signature);

const thrown = ({ code, message, status }: { code: string; message: string; status: number }): AwsError =>
  new AwsError(code, message, status);

const kept = ["cache-control", "content-disposition", "content-encoding", "content-language"];

const headersIn = (fields: Map<string, string>): Record<string, string> => {
  const named = [...fields].filter(
    ([name]) => kept.includes(name) || name.startsWith("x-amz-meta-") || name.startsWith("x-amz-checksum-"),
  );
  // A form is UTF-8, a header is bytes.
  return Object.fromEntries(named.map(([name, value]) => [name, Buffer.from(value).toString("latin1")]));
};

const thanks = (fields: Map<string, string>, { bucket, key, etag }: ObjectAddress & { etag: string }): Answer => {
  const redirect = fields.get("success_action_redirect") ?? fields.get("redirect");
  if (redirect && URL.canParse(redirect)) {
    const location = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag })) location.searchParams.set(name, value);
    return { status: 303, headers: { location: location.href, etag }, body: "" };
  }
  const status = Number(fields.get("success_action_status") ?? 204);
  if (status !== 201) return { status: status === 200 ? 200 : 204, headers: { etag }, body: "" };
  const answer = xml(
    `<PostResponse><Location>${xmlText(pathOf({ bucket, key }))}</Location><Bucket>${xmlText(bucket)}</Bucket>` +
      `<Key>${xmlText(key)}</Key><ETag>${xmlText(etag)}</ETag></PostResponse>`,
    201,
  );
  return { ...answer, headers: { ...answer.headers, etag } };
};
