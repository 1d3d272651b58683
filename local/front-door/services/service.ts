import type { Answer } from "../answers.ts";
import type { Principal } from "../callers.ts";
import type { AwsCall } from "../calls.ts";
import type { EngineClient } from "../engine-client.ts";

/** Carries out a call that is signed and allowed. Throws `AwsError` for what the service would refuse. */
export type ServiceHandler = (call: AwsCall, principal: Principal) => Promise<Answer>;

const passedOn = ["content-type", "x-amz-target", "x-amz-date", "authorization", "host"];

/** The call as it came, to an engine that speaks the same protocol. */
export const forward = (engine: EngineClient, { method, path, query, headers, body }: AwsCall): Promise<Answer> => {
  const kept: Record<string, string> = {};
  for (const name of passedOn) {
    const value = headers[name];
    if (typeof value === "string") kept[name] = value;
  }
  return engine.send({ method, path: query ? `${path}?${query}` : path, headers: kept, body });
};
