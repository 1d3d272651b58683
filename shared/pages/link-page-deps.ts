import { buildApiDeps, type Deps } from "../app/deps.ts";
import { env } from "../env.ts";

/** What every function of pages is given. */
export interface LinkPageDeps extends Deps {
  /** Where forms send their files, and where files and pictures are loaded from: the only other place that a page may talk to. */
  filesOrigin: string;
}

export const buildLinkPageDeps = (): LinkPageDeps => ({
  ...buildApiDeps(),
  filesOrigin: new URL(env.awsEndpoint() ?? `https://s3.${env.region()}.amazonaws.com`).origin,
});
