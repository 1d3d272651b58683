import type { PartStore } from "../../../shared/aws/part-store.ts";
import { type Presigner, s3Presigner } from "../../../shared/aws/presign.ts";
import { env } from "../../../shared/env.ts";
import { lazy } from "../../../shared/lazy.ts";
import { buildLinkPageDeps, type LinkPageDeps } from "../../../shared/pages/link-page-deps.ts";

export interface PageDeps extends LinkPageDeps {
  presigner: Presigner;
  /** For large files, which few pages send: loaded with the first. */
  parts: () => Promise<PartStore>;
  quarantine: string;
  /** The bucket of files, for what is shared with clients. */
  files: string;
}

export const buildPageDeps = (): PageDeps => ({
  ...buildLinkPageDeps(),
  presigner: s3Presigner(),
  parts: lazy(async () => (await import("../../../shared/aws/part-store.ts")).s3Parts(env.quarantineBucket())),
  quarantine: env.quarantineBucket(),
  files: env.filesBucket(),
});
