import { InvokeCommand, LambdaClient, TooManyRequestsException } from "@aws-sdk/client-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { readDispatch } from "../../../../functions/platform/dispatch.ts";
import { dispatchEvent } from "../../../../functions/platform/dispatch-event.ts";
import { jsonLog } from "../../../../shared/log.ts";

const lambda = mockClient(LambdaClient);
beforeEach(() => lambda.reset());

const event = { "detail-type": "document.received", detail: { id: "evt_1" } };
const message = { name: "received-documents", worker: "arn:aws:lambda:x:1:function:notify", impact: "…", event };
const dispatch = () =>
  dispatchEvent(
    readDispatch(JSON.parse(JSON.stringify(message))),
    { lambda: new LambdaClient({ region: "ca-central-1" }), log: jsonLog() },
    { messageId: "m-1", receiveCount: 3 },
  );
const answers = (payload: object, extra: object = {}) =>
  lambda.on(InvokeCommand).resolves({ Payload: Buffer.from(JSON.stringify(payload)) as never, ...extra });

describe("an event for a worker", () => {
  it("comes to it as a message of a queue of its own would, with how often it was tried", async () => {
    answers({ batchItemFailures: [] });
    await dispatch();
    const [
      {
        args: [command],
      },
    ] = lambda.calls() as unknown as [{ args: [InvokeCommand] }];
    expect(command.input.FunctionName).toBe(message.worker);
    expect(JSON.parse(String(command.input.Payload))).toEqual({
      Records: [{ messageId: "m-1", body: JSON.stringify(event), attributes: { ApproximateReceiveCount: "3" } }],
    });
  });

  it("returns to the queue when the worker cannot handle it", async () => {
    answers({ batchItemFailures: [{ itemIdentifier: "m-1" }] });
    await expect(dispatch()).rejects.toThrow("The worker of received-documents could not handle the event");
  });

  it("returns to the queue when the worker dies", async () => {
    answers({ errorMessage: "Task timed out" }, { FunctionError: "Unhandled" });
    await expect(dispatch()).rejects.toThrow('broke off: {"errorMessage":"Task timed out"}');
  });

  it("returns to the queue when no function instance is free", async () => {
    lambda.on(InvokeCommand).rejects(new TooManyRequestsException({ message: "Rate Exceeded.", $metadata: {} }));
    await expect(dispatch()).rejects.toThrow("Rate Exceeded.");
  });

  it("is refused when it names no worker, as what EventBridge could not deliver", () => {
    expect(() => readDispatch(event)).toThrow("names no worker");
    expect(() => readDispatch("text")).toThrow("names no worker");
    expect(() => readDispatch({ ...message, event: undefined })).toThrow("names no worker");
  });
});
