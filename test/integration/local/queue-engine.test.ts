import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startFauxqs } from "../../../local/engines/fauxqs.ts";

const region = "ca-central-1";
const credentials = { accessKeyId: "operator", secretAccessKey: "operator" };

let dataDir = "";

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "engines-"));
});

afterEach(() => rm(dataDir, { recursive: true, force: true }));

describe("the queue engine", () => {
  test("answers on loopback alone", async () => {
    const engine = await startFauxqs({ dataDir, region });
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === "IPv4" && !one.internal);
    // Whoever listens on all interfaces keeps others from this very port and address.
    const probe = createServer().listen(Number(new URL(engine.url).port), outside?.address ?? "127.0.0.2");
    await once(probe, "listening");
    probe.close();
    await engine.stop();
  });

  test("hands no message to a consumer that has hung up", async () => {
    const engine = await startFauxqs({ dataDir, region });
    const sqs = new SQSClient({ endpoint: engine.url, region, credentials });
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "jobs" }));
    const leaving = new AbortController();
    const waiting = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: leaving.signal,
    });
    const staying = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    // Calls that were made later and are answered: the two are waiting by now.
    for (let call = 0; call < 3; call++) await sqs.send(new GetQueueUrlCommand({ QueueName: "jobs" }));
    leaving.abort();
    await expect(waiting).rejects.toThrow();
    expect((await staying).Messages).toBeUndefined();
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "job" }));
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    expect(Messages?.map(({ Body }) => Body)).toEqual(["job"]);
    await engine.stop();
  });

  test("keeps messages over a restart", async () => {
    const first = await startFauxqs({ dataDir, region });
    const client = (url: string) => new SQSClient({ endpoint: url, region, credentials });
    const { QueueUrl } = await client(first.url).send(new CreateQueueCommand({ QueueName: "jobs" }));
    await client(first.url).send(new SendMessageCommand({ QueueUrl, MessageBody: "kept" }));
    await first.stop();
    const second = await startFauxqs({ dataDir, region });
    const here = `${second.url}/000000000000/jobs`;
    const { Messages } = await client(second.url).send(new ReceiveMessageCommand({ QueueUrl: here }));
    expect(Messages?.map(({ Body }) => Body)).toEqual(["kept"]);
    await second.stop();
  });
});
