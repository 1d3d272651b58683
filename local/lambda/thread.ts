/** Runs inside a worker thread: the runtime of one function instance. */
import { setSourceMapsSupport } from "node:module";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { parentPort, workerData } from "node:worker_threads";
import type { Invocation, ThreadMessage, ThreadSettings, ThrownError } from "./messages.ts";

type Handler = (event: unknown, context: object) => unknown;

const settings: ThreadSettings = workerData;
const say = (message: ThreadMessage) => parentPort?.postMessage(message);

setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });

const loadHandler = async (): Promise<Handler> => {
  const loaded = await import(pathToFileURL(settings.file).href);
  const handler = loaded[settings.exportName];
  if (typeof handler !== "function") throw new Error(`${settings.file} exports no function "${settings.exportName}"`);
  return handler;
};

const run = async (handler: Handler, { requestId, event, deadline }: Invocation): Promise<void> => {
  try {
    const result = await handler(JSON.parse(event), contextOf(requestId, deadline));
    say({ kind: "returned", requestId, result: JSON.stringify(result) });
  } catch (error) {
    say({ kind: "threw", requestId, error: describe(error) });
  }
};

const contextOf = (requestId: string, deadline: number) => ({
  awsRequestId: requestId,
  callbackWaitsForEmptyEventLoop: true,
  functionName: settings.functionName,
  functionVersion: "$LATEST",
  invokedFunctionArn: settings.functionArn,
  logGroupName: `/aws/lambda/${settings.functionName}`,
  logStreamName: "local",
  memoryLimitInMB: String(settings.memoryMb),
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
});

const describe = (error: unknown): ThrownError => {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), shown: inspect(error) };
  return { errorType: error.name, errorMessage: error.message, shown: withoutOurFrames(inspect(error, { depth: 4 })) };
};

/** The stack down to the handler: what called it is this runner's affair. */
const withoutOurFrames = (shown: string): string => {
  const isOurs = (line: string) => line.includes(import.meta.url) || /^ {4}at .*\(?node:internal\//.test(line);
  return shown
    .split("\n")
    .filter((line) => !isOurs(line))
    .join("\n");
};

try {
  const handler = await loadHandler();
  parentPort?.on("message", (invocation: Invocation) => void run(handler, invocation));
  say({ kind: "ready" });
} catch (error) {
  say({ kind: "broken", error: describe(error) });
}
