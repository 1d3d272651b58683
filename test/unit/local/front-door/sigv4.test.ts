import { describe, expect, test } from "vitest";
import { isSignedBy, type SignedRequest, sha256, signatureInHeader } from "../../../../local/front-door/sigv4.ts";

const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/** The example that AWS publishes: GET of ListUsers at IAM, 30 August 2015. */
const authorization =
  "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, " +
  "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";

const listUsers: SignedRequest = {
  method: "GET",
  path: "/",
  query: "Action=ListUsers&Version=2010-05-08",
  headers: {
    "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    host: "iam.amazonaws.com",
    "x-amz-date": "20150830T123600Z",
  },
  payloadHash: sha256(""),
  time: "20150830T123600Z",
};

const signature = () => {
  const read = signatureInHeader(authorization);
  if (!read) throw new Error("unreadable");
  return read;
};

describe("a signature", () => {
  test("is read from the header", () => {
    expect(signature()).toMatchObject({
      scope: { accessKeyId: "AKIDEXAMPLE", date: "20150830", region: "us-east-1", service: "iam" },
      signedHeaders: ["content-type", "host", "x-amz-date"],
    });
  });

  test("is recognised in AWS's own example, in whatever order the query comes", () => {
    expect(isSignedBy(secret, signature(), listUsers)).toBe(true);
    expect(isSignedBy(secret, signature(), { ...listUsers, query: "Version=2010-05-08&Action=ListUsers" })).toBe(true);
  });

  test.each<[string, Partial<SignedRequest>]>([
    ["another method", { method: "POST" }],
    ["another path", { path: "/other" }],
    ["another query", { query: "Action=DeleteUser&Version=2010-05-08" }],
    ["another body", { payloadHash: sha256("x") }],
    ["another time", { time: "20150830T123601Z" }],
    ["another signed header", { headers: { ...listUsers.headers, host: "elsewhere" } }],
  ])("does not fit %s", (_what, change) => {
    expect(isSignedBy(secret, signature(), { ...listUsers, ...change })).toBe(false);
  });

  test("does not fit another secret", () => {
    expect(isSignedBy("other", signature(), listUsers)).toBe(false);
  });

  test.each([undefined, "Bearer abc", "AWS4-HMAC-SHA256 Credential=only/three/parts"])(
    "is not seen in %s",
    (header) => {
      expect(signatureInHeader(header)).toBeUndefined();
    },
  );
});
