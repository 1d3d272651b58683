import type { BucketDeclaration } from "../assembly/deployment.ts";
import { EngineError, engineRequest } from "./engine-call.ts";

/** Creates the buckets that are not there yet. */
export async function provisionBuckets(buckets: BucketDeclaration[], base: string, region: string): Promise<void> {
  for (const { name } of buckets) {
    const options = { path: `/${name}`, service: "s3", region };
    const existing = await engineRequest(base, { ...options, method: "HEAD" });
    if (existing.status < 300) continue;
    const created = await engineRequest(base, { ...options, method: "PUT" });
    if (created.status >= 300) throw new EngineError(created.status, "CreateBucket", created.body);
  }
}
