import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { type Delivery, type QueueAnswer, type QueueEvent, queueConsumer } from "../../shared/app/queue.ts";
import { env } from "../../shared/env.ts";
import { jsonLog, type Log } from "../../shared/log.ts";
import { type Dispatch, readDispatch } from "./dispatch.ts";

export interface DispatchDeps {
  log: Log;
  lambda: Pick<LambdaClient, "send">;
}

/**
 * Hands one event to its worker, as if the worker had a queue of its own, and waits for what comes of it.
 * @throws when the worker fails, so that the event returns to the queue
 */
export const dispatchEvent = async (
  { worker, name, event }: Dispatch,
  { lambda }: DispatchDeps,
  delivery: Delivery,
) => {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: worker, Payload: JSON.stringify(asQueueEvent(event, delivery)) }),
  );
  const answer = Payload ? Buffer.from(Payload).toString() : "";
  if (FunctionError) throw new Error(`The worker of ${name} broke off: ${answer}`);
  const { batchItemFailures }: QueueAnswer = JSON.parse(answer);
  if (batchItemFailures.length > 0)
    throw new Error(`The worker of ${name} could not handle the event; see its own log`);
};

const asQueueEvent = (event: unknown, { messageId, receiveCount }: Delivery): QueueEvent => ({
  Records: [
    {
      messageId,
      body: JSON.stringify(event),
      attributes: { ApproximateReceiveCount: String(receiveCount) },
    },
  ],
});

const buildDeps = (): DispatchDeps => ({
  log: jsonLog({ stage: env.stage() }),
  lambda: new LambdaClient({}),
});

export const handler = queueConsumer(readDispatch, buildDeps, dispatchEvent);
