import { buildApiDeps, type Deps } from "../../shared/app/deps.ts";
import { type Presigner, s3Presigner } from "../../shared/aws/presign.ts";
import { env } from "../../shared/env.ts";

export interface PageDeps extends Deps {
  presigner: Presigner;
  quarantine: string;
  /** Where forms send their files: the only other place that a page may talk to. */
  uploadOrigin: string;
}

export const buildDeps = (): PageDeps => ({
  ...buildApiDeps(),
  presigner: s3Presigner(),
  quarantine: env.quarantineBucket(),
  uploadOrigin: new URL(env.awsEndpoint() ?? `https://s3.${env.region()}.amazonaws.com`).origin,
});
