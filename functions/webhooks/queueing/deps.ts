import { buildWorkerDeps } from "../../../shared/app/deps.ts";
import type { AppDeps } from "../../../shared/app/use-case.ts";
import { lambdaInvoker } from "../../../shared/aws/invoke-later.ts";
import { env } from "../../../shared/env.ts";
import type { Wake } from "../sending/wake.ts";

export interface QueueingDeps extends AppDeps {
  /** Has somebody look what is due at a webhook, soon; nobody waits for it. */
  wake(wake: Wake): Promise<void>;
}

export const buildQueueingDeps = (): QueueingDeps => {
  const invoke = lambdaInvoker();
  return { ...buildWorkerDeps(), wake: (wake) => invoke(env.functionArn("send-webhooks"), wake) };
};
