import { FunctionError } from "../../lambda/instance.ts";
import { AwsError, json } from "../answers.ts";
import type { Wiring } from "../contract.ts";
import { notImplemented } from "../refusals.ts";
import type { ServiceHandler } from "./service.ts";

/**
 * `Invoke`: waiting for the answer, where a function that throws answers 200 too, with a header that says so; or as an
 * event, which is kept and handled soon.
 */
export const lambdaService =
  ({ invoke, invokeLater }: Pick<Wiring, "invoke" | "invokeLater">): ServiceHandler =>
  async ({ operation, path, headers, body }) => {
    const type = headers["x-amz-invocation-type"] ?? "RequestResponse";
    if (operation !== "Invoke" || type === "DryRun") throw unavailable(operation);
    const event = body.length > 0 ? body.toString() : "{}";
    if (type === "Event") {
      await invokeLater(invokedFunction(path), event);
      return { status: 202, headers: {}, body: Buffer.alloc(0) };
    }
    try {
      const answer = await invoke(invokedFunction(path), JSON.parse(event));
      return json(answer ?? null, 200);
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      const failed = json({ errorMessage: error.message, errorType: error.errorType }, 200);
      return { ...failed, headers: { ...failed.headers, "x-amz-function-error": "Unhandled" } };
    }
  };

/** Name or ARN, as the path of `Invoke` has it. */
export const invokedFunction = (path: string): string => decodeURIComponent(path.split("/")[3] ?? "");

const unavailable = (operation: string): AwsError => {
  const { code, message, status } = notImplemented("lambda", operation);
  return new AwsError(code, message, status);
};
