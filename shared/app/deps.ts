import { systemClock } from "../clock.ts";
import { documentClient, openTable } from "../db/table.ts";
import { env } from "../env.ts";
import { ulids } from "../ids.ts";
import { lazy } from "../lazy.ts";
import { jsonLog } from "../log.ts";
import { type Identify, identification } from "./identify.ts";
import { type RateLimiter, rateLimiter } from "./rate-limit.ts";
import type { AppDeps } from "./use-case.ts";

/** What the HTTP pipeline needs beside what use cases need. */
export interface Deps extends AppDeps {
  identify: Identify;
  limiter: RateLimiter;
}

/** The real dependencies of a worker, once per cold start. */
export const buildWorkerDeps = (): AppDeps => ({
  table: openTable(documentClient(), env.tableName()),
  clock: systemClock,
  ids: ulids,
  log: jsonLog({ stage: env.stage() }),
  signingKey,
});

/** The real dependencies of an API function, once per cold start. */
export const buildApiDeps = (): Deps => {
  const deps = buildWorkerDeps();
  const limits = { perKey: env.number("RATE_LIMIT_PER_KEY"), perAccount: env.number("RATE_LIMIT_PER_ACCOUNT") };
  return {
    ...deps,
    // The verifier is loaded with the first token: partner systems with API keys never pay for it.
    identify: identification(deps.table, async (token) => (await verifier())(token), env.number("IDENTITY_CACHE_MS")),
    limiter: rateLimiter(deps.table, limits, deps.log),
  };
};

const verifier = lazy(async () => {
  const { tokenVerifier } = await import("./verify-token.ts");
  return tokenVerifier({
    region: env.region(),
    userPoolId: env.userPoolId(),
    clientId: env.userPoolClientId(),
    endpoint: env.awsEndpoint(),
  });
});

/** Loaded with the first cursor or link: a named import behind a file of its own brings one command, not the whole client. */
const signingKey = lazy(async () => {
  const { readSigningKey } = await import("./signing-key.ts");
  return readSigningKey(env.signingSecretArn());
});
