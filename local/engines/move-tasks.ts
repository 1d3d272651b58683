/** The redrive of dead letters, which SQS has and the engine lacks: message move tasks. */
import type { buildApp } from "fauxqs";
import { recordOf, textOf } from "../front-door/read.ts";

type App = ReturnType<typeof buildApp>;
type QueueStore = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>["stores"]>["sqsStore"];
type Queue = NonNullable<ReturnType<QueueStore["getQueueByArn"]>>;
type Message = Queue["messages"][number];

interface MoveTask {
  SourceArn: string;
  DestinationArn?: string;
  MaxNumberOfMessagesPerSecond?: number;
  Status: "COMPLETED" | "FAILED";
  FailureReason?: string;
  ApproximateNumberOfMessagesMoved: number;
  ApproximateNumberOfMessagesToMove: number;
  StartedTimestamp: number;
}

class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** SQS tells of the last ten of a queue. */
const MOST_TASKS = 10;
const fastest = 500;

/**
 * Answers StartMessageMoveTask, ListMessageMoveTasks and CancelMessageMoveTask. Here a task is over before its call is
 * answered. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 * @param copyOf makes a new message of one: it has a new id, and was never received
 */
export const serveMoveTasks = (app: App, store: QueueStore, copyOf: (message: Message) => Message): void => {
  const tasks: MoveTask[] = [];
  const operations: Record<string, (input: Record<string, unknown>) => object> = {
    "AmazonSQS.StartMessageMoveTask"(input) {
      const task = move(store, input, copyOf);
      tasks.unshift(task);
      return { TaskHandle: Buffer.from(JSON.stringify({ started: task.StartedTimestamp })).toString("base64") };
    },
    "AmazonSQS.ListMessageMoveTasks"({ SourceArn, MaxResults = 1 }) {
      const source = queueAt(store, textOf(SourceArn), "SourceArn");
      const own = tasks.filter((task) => task.SourceArn === source.arn);
      return { Results: own.slice(0, Math.min(Number(MaxResults), MOST_TASKS)) };
    },
    "AmazonSQS.CancelMessageMoveTask"() {
      throw new Refusal("ResourceNotFoundException", "Task does not exist.");
    },
  };
  app.addHook("preHandler", (request, reply, done) => {
    const operate = operations[String(request.headers["x-amz-target"])];
    if (!operate) return done();
    reply.header("content-type", "application/x-amz-json-1.0");
    try {
      reply.send(JSON.stringify(operate(recordOf(request.body))));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reply.status(400).header("x-amzn-query-error", `${error.code};Sender`);
      reply.send(JSON.stringify({ __type: `com.amazonaws.sqs#${error.code}`, message: error.message }));
    }
  });
};

const move = (
  store: QueueStore,
  { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond: rate }: Record<string, unknown>,
  copyOf: (message: Message) => Message,
): MoveTask => {
  const source = queueAt(store, textOf(SourceArn), "SourceArn");
  const origins = [...store.allQueues()].filter((queue) => deadLetterArnOf(queue) === source.arn);
  if (origins.length === 0)
    throw new Refusal("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.");
  if (rate !== undefined && !(Number(rate) >= 1 && Number(rate) <= fastest))
    throw new Refusal(
      "InvalidParameterValue",
      `Value ${String(rate)} for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: Must be between 1 and ${fastest}.`,
    );
  const named = DestinationArn === undefined ? undefined : queueAt(store, textOf(DestinationArn), "DestinationArn");
  source.processTimers();
  const waiting = [...source.messages];
  let moved = 0;
  for (const message of waiting) {
    const destination = named ?? originOf(message, origins);
    if (!destination) continue;
    // A kill in between leaves it in both queues, which workers bear, and never in none.
    destination.enqueue(copyOf(message));
    source.messages.splice(source.messages.indexOf(message), 1);
    source.persistence?.deleteMessage(message.messageId);
    moved += 1;
  }
  return {
    SourceArn: source.arn,
    ...(named && { DestinationArn: named.arn }),
    ...(rate !== undefined && { MaxNumberOfMessagesPerSecond: Number(rate) }),
    ...(moved < waiting.length
      ? { Status: "FAILED", FailureReason: "CouldNotDetermineMessageSource" }
      : { Status: "COMPLETED" }),
    ApproximateNumberOfMessagesMoved: moved,
    ApproximateNumberOfMessagesToMove: waiting.length,
    StartedTimestamp: Date.now(),
  };
};

const queueAt = (store: QueueStore, arn: string, parameter: string): Queue => {
  const queue = store.getQueueByArn(arn);
  if (queue) return queue;
  const message = `The resource that you specified for the ${parameter} parameter doesn't exist.`;
  throw new Refusal("ResourceNotFoundException", message);
};

const deadLetterArnOf = ({ attributes }: Queue): string => {
  const policy: unknown = JSON.parse(attributes.RedrivePolicy || "{}");
  return textOf(recordOf(policy).deadLetterTargetArn);
};

/** What EventBridge or the scheduler could not deliver came from no queue. */
const originOf = ({ messageAttributes }: Message, origins: readonly Queue[]): Queue | undefined =>
  !("TARGET_ARN" in messageAttributes) && origins.length === 1 ? origins[0] : undefined;
