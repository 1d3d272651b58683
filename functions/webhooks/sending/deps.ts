import { buildWorkerDeps } from "../../../shared/app/deps.ts";
import type { AppDeps } from "../../../shared/app/use-case.ts";
import { env } from "../../../shared/env.ts";
import { lazy } from "../../../shared/lazy.ts";
import type { PostOutcome } from "./post.ts";

export interface SendingDeps extends AppDeps {
  /** Posts once, to an address of the public Internet. */
  post(address: string, message: { headers: Readonly<Record<string, string>>; body: string }): Promise<PostOutcome>;
  /** 0 to 1. */
  chance(): number;
}

/** Half of the start of a sender, which finds nothing due as often as something. */
const loadPost = lazy(async () => {
  const [{ post }, { resolveByDns }] = await Promise.all([import("./post.ts"), import("../targets/resolve-target.ts")]);
  const options = { loopback: env.loopbackTargets(), resolve: resolveByDns };
  return (address: string, message: Parameters<SendingDeps["post"]>[1]) => post(address, message, options);
});

export const buildSendingDeps = (): SendingDeps => ({
  ...buildWorkerDeps(),
  post: async (address, message) => (await loadPost())(address, message),
  chance: Math.random,
});
