import { buildApiDeps, type Deps } from "../../shared/app/deps.ts";
import type { PartStore } from "../../shared/aws/part-store.ts";
import { type Presigner, s3Presigner } from "../../shared/aws/presign.ts";
import { env } from "../../shared/env.ts";
import { lazy } from "../../shared/lazy.ts";

export interface PageDeps extends Deps {
  presigner: Presigner;
  /** For large files, which few pages send: loaded with the first. */
  parts: () => Promise<PartStore>;
  quarantine: string;
  /** The bucket of files, for what is shared with clients. */
  files: string;
  /** Where forms send their files, and where files are downloaded from: the only other place that a page may talk to. */
  uploadOrigin: string;
}

export const buildDeps = (): PageDeps => ({
  ...buildApiDeps(),
  presigner: s3Presigner(),
  parts: lazy(async () => (await import("../../shared/aws/part-store.ts")).s3Parts(env.quarantineBucket())),
  quarantine: env.quarantineBucket(),
  files: env.filesBucket(),
  uploadOrigin: new URL(env.awsEndpoint() ?? `https://s3.${env.region()}.amazonaws.com`).origin,
});
