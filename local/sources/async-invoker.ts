import type { Deployment } from "../assembly/deployment.ts";
import { physicalName } from "../assembly/physical-name.ts";
import { FunctionError } from "../lambda/instance.ts";
import type { Pool } from "../lambda/pool.ts";
import type { JsonCall } from "../provision/engine-call.ts";
import type { Source } from "./queue-consumer.ts";
import type { Queues, ReceivedMessage } from "./sqs.ts";

export interface AsyncInvoker extends Source {
  /** Answers once the event is kept; the function runs soon after. */
  invoke(functionArn: string, event: string): Promise<void>;
  /** Goes on with what an earlier run has left. */
  resume(functionArns: Iterable<string>): Promise<void>;
}

interface AsyncOptions {
  sqs: JsonCall;
  queues: Queues;
  pool: Pool;
  region: string;
  accountId: string;
  invokeConfigs: Deployment["invokeConfigs"];
  concurrency: number;
  retryDelay(receiveCount: number): number;
}

const visibilitySeconds = 960;

/**
 * Runs functions that nobody waits for. Lambda keeps such events in queues of its own, and so does this: an event
 * survives a kill, and is tried again as often as the function's configuration says.
 */
export const createAsyncInvoker = (options: AsyncOptions): AsyncInvoker => {
  const { sqs, queues, pool, region, accountId } = options;
  const polling = new AbortController();
  const opened = new Map<string, Promise<string>>();
  const loops: Promise<void>[] = [];

  const open = (functionArn: string): Promise<string> => {
    const known = opened.get(functionArn);
    if (known) return known;
    const opening = create(functionArn);
    opened.set(functionArn, opening);
    return opening;
  };

  const create = async (functionArn: string): Promise<string> => {
    const name = physicalName("lambda-async", pool.declaration(functionArn).name, 80);
    const Attributes = { VisibilityTimeout: String(visibilitySeconds) };
    await sqs("CreateQueue", { QueueName: name, Attributes });
    const queueArn = `arn:aws:sqs:${region}:${accountId}:${name}`;
    for (let index = 0; index < options.concurrency; index += 1) loops.push(consume(functionArn, queueArn));
    return queueArn;
  };

  const consume = async (functionArn: string, queueArn: string): Promise<void> => {
    while (!polling.signal.aborted) {
      try {
        const [message] = await queues.receive(queueArn, 1, 20, polling.signal);
        if (message) await handle(functionArn, queueArn, message);
      } catch {
        if (polling.signal.aborted) return;
        await new Promise((resolve) => setTimeout(resolve, 1000).unref());
      }
    }
  };

  const handle = async (functionArn: string, queueArn: string, message: ReceivedMessage): Promise<void> => {
    const tries = Number(message.Attributes?.ApproximateReceiveCount ?? 1);
    const config = options.invokeConfigs.find(
      ({ FunctionName }) => functionArn.endsWith(`:${FunctionName}`) || FunctionName === functionArn,
    );
    try {
      await pool.invoke(functionArn, JSON.parse(message.Body));
    } catch (error) {
      if (polling.signal.aborted || tries <= (config?.MaximumRetryAttempts ?? 2)) {
        return queues.giveBack(queueArn, [message], options.retryDelay(tries));
      }
      const destination =
        config?.DestinationConfig?.OnFailure?.Destination ?? pool.declaration(functionArn).deadLetterArn;
      if (destination)
        await queues.send(destination, JSON.stringify(failureNotice(functionArn, message, tries, error)));
    }
    await queues.remove(queueArn, [message]);
  };

  return {
    async invoke(functionArn, event) {
      await queues.send(await open(functionArn), event);
    },
    async resume(functionArns) {
      await Promise.all([...functionArns].map(open));
    },
    async stop() {
      polling.abort();
      await Promise.all(loops);
    },
  };
};

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const failureNotice = (functionArn: string, message: ReceivedMessage, tries: number, error: unknown) => {
  const thrown = error instanceof FunctionError ? error : undefined;
  return {
    version: "1.0",
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: message.MessageId,
      functionArn: `${functionArn}:$LATEST`,
      condition: "RetriesExhausted",
      approximateInvokeCount: tries,
    },
    requestPayload: JSON.parse(message.Body),
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload: { errorType: thrown?.errorType, errorMessage: thrown?.message ?? String(error) },
  };
};
