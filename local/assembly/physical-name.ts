import { createHash } from "node:crypto";

/**
 * A name for a resource whose template leaves it open: stack and logical id, the same at every start. Longer than
 * `limit`, it keeps its beginning and ends in a hash of the whole.
 */
export const physicalName = (stackName: string, logicalId: string, limit = 64): string => {
  const whole = `${stackName}-${logicalId}`;
  return whole.length <= limit ? whole : `${whole.slice(0, limit - 9)}-${shortHash(whole, 8)}`;
};

/** The first `length` hexadecimal digits of a hash: lower-case letters and figures only. */
export const shortHash = (text: string, length: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);
