import { buildApiDeps, type Deps } from "../../shared/app/deps.ts";
import { env } from "../../shared/env.ts";

export interface WebhooksDeps extends Deps {
  /** Whether this stage posts to its own machine, too. */
  loopbackTargets: boolean;
}

export const buildDeps = (): WebhooksDeps => ({ ...buildApiDeps(), loopbackTargets: env.loopbackTargets() });
