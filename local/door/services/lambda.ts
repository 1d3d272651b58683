import { FunctionError } from "../../lambda/instance.ts";
import { AwsError, json } from "../answers.ts";
import type { Wiring } from "../contract.ts";
import { notImplemented } from "../refusals.ts";
import type { ServiceHandler } from "./service.ts";

/** `Invoke`, waiting for the answer. A function that throws answers 200 too, with a header that says so. */
export function lambdaService(invoke: Wiring["invoke"]): ServiceHandler {
  return async ({ operation, path, headers, body }) => {
    const waits = (headers["x-amz-invocation-type"] ?? "RequestResponse") === "RequestResponse";
    if (operation !== "Invoke" || !waits) throw unavailable(operation);
    try {
      const answer = await invoke(invokedFunction(path), body.length > 0 ? JSON.parse(body.toString()) : {});
      return json(answer ?? null, 200);
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      const failed = json({ errorMessage: error.message, errorType: error.errorType }, 200);
      return { ...failed, headers: { ...failed.headers, "x-amz-function-error": "Unhandled" } };
    }
  };
}

/** Name or ARN, as the path of `Invoke` has it. */
export function invokedFunction(path: string): string {
  return decodeURIComponent(path.split("/")[3] ?? "");
}

function unavailable(operation: string): AwsError {
  const { code, message, status } = notImplemented("lambda", operation);
  return new AwsError(code, message, status);
}
