import type { BucketDeclaration } from "../assembly/deployment.ts";
import { EngineError, engineRequest } from "./engine-call.ts";

/** Creates the buckets that are not there yet. */
export const provisionBuckets = async (buckets: BucketDeclaration[], base: string, region: string): Promise<void> => {
  for (const { name, VersioningConfiguration } of buckets) {
    const options = { path: `/${name}`, service: "s3", region };
    const existing = await engineRequest(base, { ...options, method: "HEAD" });
    const created = existing.status < 300 ? existing : await engineRequest(base, { ...options, method: "PUT" });
    if (created.status >= 300) throw new EngineError(created.status, "CreateBucket", created.body);
    if (VersioningConfiguration?.Status !== "Enabled") continue;
    const body = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    const versioning = { ...options, path: `/${name}?versioning`, headers: { "content-type": "application/xml" } };
    const versioned = await engineRequest(base, { ...versioning, method: "PUT" }, body);
    if (versioned.status >= 300) throw new EngineError(versioned.status, "PutBucketVersioning", versioned.body);
  }
};
