import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startDynamoDb } from "../../../local/engines/dynamodb.ts";
import { startFauxqs } from "../../../local/engines/fauxqs.ts";
import { until } from "../../support/until.ts";

const region = "ca-central-1";
const credentials = { accessKeyId: "operator", secretAccessKey: "operator" };
const options = () => ({ dataDir, cacheDir: resolve(".cache"), log: () => undefined });

let dataDir = "";

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "engines-"));
});

afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

/** Processes whose command line names the folder. */
async function processesOf(folder: string, command: string): Promise<number[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")));
  return ids
    .filter((_, index) => lines[index]?.includes(folder) && lines[index].split("\0", 1)[0]?.endsWith(command))
    .map(Number);
}

describe("DynamoDB Local", () => {
  test.skipIf(process.platform !== "linux")("that dies is started again, says so, and has its data", async () => {
    const lines: string[] = [];
    const engine = await startDynamoDb({ ...options(), log: (line) => lines.push(line) });
    const client = new DynamoDBClient({ endpoint: engine.url, region, credentials });
    await client.send(
      new CreateTableCommand({
        TableName: "Kept",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      }),
    );
    const [java = 0] = await processesOf(dataDir, "java");
    process.kill(java, "SIGKILL");
    await until(() => Promise.resolve(lines.some((line) => line.includes("answers again"))), "it is started again");
    expect(lines[0]).toMatch(/has died/);
    const { TableNames } = await client.send(new ListTablesCommand({}));
    expect(TableNames).toEqual(["Kept"]);
    await engine.stop();
    expect(await processesOf(dataDir, "java")).toEqual([]);
  });

  test("keeps its tables over a restart", async () => {
    const Item = { pk: { S: "a" } };
    const first = await startDynamoDb(options());
    const client = new DynamoDBClient({ endpoint: first.url, region, credentials });
    await client.send(
      new CreateTableCommand({
        TableName: "Kept",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      }),
    );
    await client.send(new PutItemCommand({ TableName: "Kept", Item }));
    await first.stop();
    const second = await startDynamoDb(options());
    const again = new DynamoDBClient({ endpoint: second.url, region: "eu-west-1", credentials });
    expect((await again.send(new GetItemCommand({ TableName: "Kept", Key: Item }))).Item).toEqual(Item);
    await second.stop();
    expect(await answers(second.url)).toBe(false);
  });

  test("finds the oldest record of a stream without reading those of others, as it does with each write", async () => {
    const engine = await startDynamoDb(options());
    const database = new DatabaseSync(join(dataDir, "dynamodb", "shared-local-instance.db"), { readOnly: true });
    const [step] = database.prepare("EXPLAIN QUERY PLAN SELECT MIN(SequenceNumber) FROM us WHERE StreamID = ?").all();
    expect(step?.detail).toMatch(/^SEARCH us USING COVERING INDEX us_by_stream/);
    database.close();
    await engine.stop();
  });

  test("goes when the process that started it is killed", async () => {
    const module = resolve("local/engines/dynamodb.ts");
    const source = `const { startDynamoDb } = await import(${JSON.stringify(module)});
      const { url } = await startDynamoDb(${JSON.stringify({ dataDir, cacheDir: resolve(".cache") })});
      console.log(url);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", source], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [url] = await once(createInterface({ input: parent.stdout }), "line");
    expect(await answers(url)).toBe(true);
    parent.kill("SIGKILL");
    await vi.waitFor(async () => expect(await answers(url)).toBe(false), { timeout: 10_000 });
  });
});

describe("every engine", () => {
  test("answers on loopback alone", async () => {
    const [dynamodb, fauxqs] = await Promise.all([startDynamoDb(options()), startFauxqs({ dataDir, region })]);
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === "IPv4" && !one.internal);
    for (const { url } of [dynamodb, fauxqs]) {
      const { port } = new URL(url);
      // Whoever listens on all interfaces keeps others from this very port and address.
      const address = outside?.address ?? "127.0.0.2";
      const probe = createServer().listen(Number(port), address);
      await once(probe, "listening");
      probe.close();
    }
    await Promise.all([dynamodb.stop(), fauxqs.stop()]);
  });
});

describe("the queue engine", () => {
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
