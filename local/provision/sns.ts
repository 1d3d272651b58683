import { EngineError, engineRequest } from "./engine-call.ts";

/** Calls SNS, which speaks Amazon's older query protocol. `parameters` holds the `Action`. */
export const callSns = async (base: string, region: string, parameters: Record<string, string>): Promise<void> => {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const options = { method: "POST", path: "/", service: "sns", region, headers };
  const { status, body } = await engineRequest(base, options, new URLSearchParams(parameters).toString());
  if (status >= 300) throw new EngineError(status, parameters.Action ?? "", body);
};

export const publishToTopic = (base: string, region: string, TopicArn: string, Message: string): Promise<void> =>
  callSns(base, region, { Action: "Publish", TopicArn, Message });
