import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { verifyChecksums } from "../../../../local/s3/checksums.ts";

const content = Buffer.from("123456789");

describe("a checksum", () => {
  // The check values that the catalogue of CRC algorithms gives for "123456789".
  test.each([
    ["x-amz-checksum-crc32", Buffer.from("cbf43926", "hex").toString("base64")],
    ["x-amz-checksum-crc32c", Buffer.from("e3069283", "hex").toString("base64")],
    ["x-amz-checksum-sha1", createHash("sha1").update(content).digest("base64")],
    ["x-amz-checksum-sha256", createHash("sha256").update(content).digest("base64")],
    ["content-md5", createHash("md5").update(content).digest("base64")],
  ])("%s fits its content, and no other", (name, value) => {
    expect(() => verifyChecksums([[name, value]], content)).not.toThrow();
    expect(() => verifyChecksums([[name, value]], Buffer.from("other"))).toThrow("did not match");
  });

  test("of an unknown kind is refused, not skipped", () => {
    expect(() => verifyChecksums([["x-amz-checksum-crc64nvme", "x"]], content)).toThrow("not known");
  });

  test("that only names its algorithm is none", () => {
    expect(() => verifyChecksums([["x-amz-checksum-mode", "ENABLED"]], content)).not.toThrow();
  });
});
