import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { type Answer, json } from "../answers.ts";
import type { AwsCall } from "../calls.ts";
import type { EngineClient } from "../engine-client.ts";
import { recordOf, recordsOf, textOf, textsOf } from "../read.ts";
import { forward, type ServiceHandler } from "./service.ts";
import { checkDelay, checkDelays } from "./sqs-delay.ts";

interface QueueAddresses {
  /** `http://127.0.0.1:…/000000000000/<name>`: SDK clients send a queue's calls to the host of its address. */
  urlOf(name: string): string;
  messageQueued(queueUrl: string): void;
}

const answersWithAddresses = new Set(["CreateQueue", "GetQueueUrl", "ListQueues", "ListDeadLetterSourceQueues"]);
const sends = new Set(["SendMessage", "SendMessageBatch"]);

export const sqsService = (engine: EngineClient, { urlOf, messageQueued }: QueueAddresses): ServiceHandler => {
  const addressed = (engineUrl: string) => urlOf(nameOf(engineUrl));

  const withOurAddresses = async (answer: Answer): Promise<Answer> => {
    const body = recordOf(JSON.parse(await textOfBody(answer.body)));
    if (body.QueueUrl !== undefined) body.QueueUrl = addressed(textOf(body.QueueUrl));
    for (const list of ["QueueUrls", "queueUrls"]) {
      if (body[list] !== undefined) body[list] = textsOf(body[list]).map(addressed);
    }
    return json(body, 200, "application/x-amz-json-1.0");
  };

  const sendBatch = async (given: AwsCall): Promise<Answer> => {
    const { call, refused } = checkDelays(given);
    if (refused.length === 0) return forward(engine, call);
    const isEmpty = recordsOf(call.input.Entries).length === 0;
    const answer = isEmpty ? json({ Successful: [] }, 200) : await forward(engine, call);
    if (answer.status !== 200) return answer;
    const body = recordOf(JSON.parse(await textOfBody(answer.body)));
    const Failed = [...recordsOf(body.Failed), ...refused];
    return json({ ...body, Failed }, 200, "application/x-amz-json-1.0");
  };

  return async (call) => {
    if (call.operation === "SendMessage") checkDelay(call);
    const answer = call.operation === "SendMessageBatch" ? await sendBatch(call) : await forward(engine, call);
    if (answer.status !== 200) return answer;
    if (sends.has(call.operation)) messageQueued(addressed(textOf(call.input.QueueUrl)));
    return answersWithAddresses.has(call.operation) ? withOurAddresses(answer) : answer;
  };
};

const nameOf = (queueUrl: string): string => queueUrl.split("/").at(-1) ?? "";

const textOfBody = async (body: Answer["body"]): Promise<string> =>
  (body instanceof Readable ? await buffer(body) : body).toString();
