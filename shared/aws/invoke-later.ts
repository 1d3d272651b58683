import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { lazy } from "../lazy.ts";

/** Has a function run soon, without waiting for it: Lambda keeps the event until then, and tries again when it breaks off. */
export const lambdaInvoker = (): ((functionArn: string, event: unknown) => Promise<void>) => {
  const client = lazy(() => new LambdaClient({}));
  return async (FunctionName, event) => {
    await client().send(new InvokeCommand({ FunctionName, InvocationType: "Event", Payload: JSON.stringify(event) }));
  };
};
