import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
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
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startDynamoDb } from "../../../local/engines/dynamodb.ts";
import { keepUp } from "../../../local/engines/upkeep.ts";
import { StartRefused } from "../../../local/refused.ts";
import { until } from "../../support/until.ts";

const credentials = { accessKeyId: "operator", secretAccessKey: "operator" };

let dataDir = "";
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "engines-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const options = () => ({ dataDir, cacheDir: resolve(".cache"), log: () => undefined });
const clientOf = ({ url }: { url: string }, region = "ca-central-1") =>
  new DynamoDBClient({ endpoint: url, region, credentials });

const createTable = (client: DynamoDBClient) =>
  client.send(
    new CreateTableCommand({
      TableName: "Kept",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    }),
  );

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

/** The engines whose command line names the folder. */
const processesOf = async (folder: string): Promise<number[]> => {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")));
  return ids
    .filter((_, index) => lines[index]?.includes(folder) && lines[index].split("\0", 1)[0]?.endsWith("/dynoxide"))
    .map(Number);
};

describe("the engine of the table", () => {
  const file = () => join(dataDir, "dynamodb", "dynoxide.db");
  const start = (log: (line: string) => void = () => undefined) => startDynamoDb({ ...options(), log });

  test.skipIf(process.platform !== "linux")("that dies is started again, says so, and has its data", async () => {
    const lines: string[] = [];
    const engine = await start((line) => lines.push(line));
    const client = clientOf(engine);
    await createTable(client);
    const [running = 0] = await processesOf(dataDir);
    process.kill(running, "SIGKILL");
    await until(() => Promise.resolve(lines.some((line) => line.includes("answers again"))), "it is started again");
    expect(lines[0]).toMatch(/has died/);
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual(["Kept"]);
    await engine.stop();
    expect(await processesOf(dataDir)).toEqual([]);
  });

  test.skipIf(process.platform !== "linux")(
    "that is killed has every write that it confirmed, in its stream too",
    async () => {
      const lines: string[] = [];
      const engine = await start((line) => lines.push(line));
      const client = clientOf(engine);
      await createTable(client);
      const confirmed: string[] = [];
      const write = async (writer: number): Promise<void> => {
        for (let number = 0; ; number++) {
          const pk = `${writer}-${number}`;
          await client.send(new PutItemCommand({ TableName: "Kept", Item: { pk: { S: pk } } }));
          confirmed.push(pk);
        }
      };
      const writers = Promise.allSettled([1, 2, 3, 4].map(write));
      await until(async () => confirmed.length > 50, "writes are under way");
      const [running = 0] = await processesOf(dataDir);
      process.kill(running, "SIGKILL");
      client.destroy();
      await until(async () => lines.some((line) => line.includes("answers again")), "it is started again");
      await engine.stop();
      await writers;
      const database = new DatabaseSync(file(), { readOnly: true });
      const keysIn = (query: string) =>
        new Set(
          database
            .prepare(query)
            .all()
            .map(({ key }) => String(key)),
        );
      const kept = keysIn("SELECT json_extract(item_json, '$.pk.S') AS key FROM Kept");
      const told = keysIn("SELECT json_extract(keys_json, '$.pk.S') AS key FROM _stream_records");
      expect(confirmed.filter((key) => !kept.has(key) || !told.has(key))).toEqual([]);
      database.close();
    },
  );

  test("keeps its tables over a restart", async () => {
    const Item = { pk: { S: "a" } };
    const first = await start();
    await createTable(clientOf(first));
    await clientOf(first).send(new PutItemCommand({ TableName: "Kept", Item }));
    await first.stop();
    const second = await start();
    const { Item: found } = await clientOf(second, "eu-west-1").send(
      new GetItemCommand({ TableName: "Kept", Key: Item }),
    );
    expect(found).toEqual(Item);
    await second.stop();
    expect(await answers(second.url)).toBe(false);
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
    await expect.poll(() => answers(url)).toBe(false);
  });

  test("answers on loopback alone", async () => {
    const engine = await start();
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === "IPv4" && !one.internal);
    // Whoever listens on all interfaces keeps others from this very port and address.
    const probe = createServer().listen(Number(new URL(engine.url).port), outside?.address ?? "127.0.0.2");
    await once(probe, "listening");
    probe.close();
    await engine.stop();
  });

  test("finds the last record of a stream, and those behind a number, without reading the others", async () => {
    const engine = await start();
    const database = new DatabaseSync(file(), { readOnly: true });
    const number = "CAST(sequence_number AS INTEGER)";
    const last = `SELECT COALESCE(MAX(${number}), 0) + 1 FROM _stream_records WHERE table_name = ?`;
    const behind = `SELECT * FROM _stream_records WHERE table_name = ? AND shard_id = ? AND ${number} > ? ORDER BY ${number} LIMIT 9`;
    const planOf = (query: string) =>
      database
        .prepare(`EXPLAIN QUERY PLAN ${query}`)
        .all()
        .map(({ detail }) => detail);
    expect(planOf(last)).toEqual([expect.stringMatching(/^SEARCH .* USING COVERING INDEX stream_order/)]);
    expect(planOf(behind)).toEqual([expect.stringMatching(/^SEARCH .* USING INDEX stream_order .*<expr>>\?/)]);
    database.close();
    await engine.stop();
  });

  test("is rid of what has expired", async () => {
    const engine = await start();
    const client = clientOf(engine);
    await createTable(client);
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: "Kept",
        TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true },
      }),
    );
    const seconds = Math.floor(Date.now() / 1000);
    for (const [pk, ttl] of Object.entries({ over: seconds - 60, yet: seconds + 60 }))
      await client.send(new PutItemCommand({ TableName: "Kept", Item: { pk: { S: pk }, ttl: { N: String(ttl) } } }));
    await keepUp({ file: file(), url: engine.url });
    const has = async (pk: string) =>
      Boolean((await client.send(new GetItemCommand({ TableName: "Kept", Key: { pk: { S: pk } } }))).Item);
    expect([await has("over"), await has("yet")]).toEqual([false, true]);
    await engine.stop();
  });

  test("whose file is damaged is refused in a sentence", async () => {
    const engine = await start();
    await engine.stop();
    await writeFile(file(), "no database at all".repeat(1000));
    await expect(start()).rejects.toThrow(/^The tables in .* are damaged\. Put a copy of the folder back/);
  });

  test("does not begin with empty tables beside those of the engine before it", async () => {
    await mkdir(join(dataDir, "dynamodb"));
    await writeFile(join(dataDir, "dynamodb", "shared-local-instance.db"), "");
    await expect(start()).rejects.toBeInstanceOf(StartRefused);
  });
});
