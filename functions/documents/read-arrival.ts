import { readObjectCreated } from "../../shared/events/read-event.ts";
import type { ScanResult } from "./scanner.ts";

/** A file that came to quarantine, or what a scanner says about it. */
export interface Arrival {
  key: string;
  scan?: ScanResult;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const textIn = (value: unknown, name: string): string =>
  isRecord(value) && typeof value[name] === "string" ? value[name] : "";

/**
 * S3's "Object Created", or GuardDuty's "GuardDuty Malware Protection Object Scan Result" (schema version 1.0), out of its
 * EventBridge envelope. @throws Error for anything else: it belongs into the DLQ
 */
export const readArrival = (body: unknown): Arrival => {
  if (!isRecord(body) || body.source !== "aws.guardduty") return readObjectCreated(body);
  const { s3ObjectDetails, scanResultDetails } = isRecord(body.detail) ? body.detail : {};
  const key = textIn(s3ObjectDetails, "objectKey");
  const status = textIn(scanResultDetails, "scanResultStatus");
  if (!key || !status) throw new Error("This message is no scan result.");
  const versionId = textIn(s3ObjectDetails, "versionId");
  return { key, scan: { etag: textIn(s3ObjectDetails, "eTag"), status, ...(versionId ? { versionId } : {}) } };
};
