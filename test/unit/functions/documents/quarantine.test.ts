import { describe, expect, it } from "vitest";
import type { WaitingFile } from "../../../../functions/documents/file-store.ts";
import { readArrival } from "../../../../functions/documents/read-arrival.ts";
import { guardDutyScanner } from "../../../../functions/documents/scanner.ts";

describe("GuardDuty's results", () => {
  const file: WaitingFile = { key: "k", etag: '"e1"', versionId: "v1", size: 3, head: Buffer.from("abc") };
  const told = (status: string) => ({ versionId: "v1", etag: "e1", status });

  it("decide about the very version that they are of", async () => {
    expect(await guardDutyScanner.scan(file, told("NO_THREATS_FOUND"))).toBe("clean");
    expect(await guardDutyScanner.scan(file, told("THREATS_FOUND"))).toBe("infected");
    expect(await guardDutyScanner.scan(file)).toBe("pending");
    expect(await guardDutyScanner.scan(file, { ...told("NO_THREATS_FOUND"), versionId: "v0" })).toBe("pending");
    expect(await guardDutyScanner.scan(file, { ...told("NO_THREATS_FOUND"), etag: "e0" })).toBe("pending");
  });

  it("settle what no scanner will ever say anything of", async () => {
    expect(await guardDutyScanner.scan(file, told("UNSUPPORTED"))).toBe("not_scannable");
  });

  it.each(["ACCESS_DENIED", "FAILED", "SOMETHING_NEW"])("that say nothing (%s) ring", async (status) => {
    await expect(guardDutyScanner.scan(file, told(status))).rejects.toThrow(status);
  });

  it("are read out of their envelope, as S3's events are", () => {
    const detail = {
      schemaVersion: "1.0",
      scanStatus: "COMPLETED",
      resourceType: "S3_OBJECT",
      s3ObjectDetails: { bucketName: "b", objectKey: "k", eTag: "e1", versionId: "v1", s3Throttled: false },
      scanResultDetails: { scanResultStatus: "NO_THREATS_FOUND", threats: null },
    };
    expect(readArrival({ source: "aws.guardduty", detail })).toEqual({ key: "k", scan: told("NO_THREATS_FOUND") });
    const created = { bucket: { name: "b" }, object: { key: "k", size: 3 } };
    expect(readArrival({ source: "aws.s3", detail: created })).toMatchObject({ key: "k" });
    expect(() => readArrival({ source: "aws.guardduty", detail: {} })).toThrow("no scan result");
  });
});
