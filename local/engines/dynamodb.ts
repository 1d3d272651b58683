import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { keepLogSmall } from "./checkpoints.ts";
import { findJava } from "./java.ts";
import { freePort } from "./ports.ts";
import { type RunningProcess, supervise } from "./supervise.ts";

interface DynamoDbOptions {
  dataDir: string;
  cacheDir: string;
  log(line: string): void;
}

export interface RunningDynamoDb {
  /** `http://127.0.0.1:…` */
  url: string;
  /** A sentence while it is not there. */
  trouble(): string | undefined;
  stop(): Promise<void>;
}

const startLimitMs = 60_000;

/** Starts Amazon's DynamoDB Local on a free port of the loopback interface; its tables are kept in the data folder. */
export async function startDynamoDb({ dataDir, cacheDir, log }: DynamoDbOptions): Promise<RunningDynamoDb> {
  const java = await findJava({ jreDir: join(cacheDir, "jre"), log });
  const dbPath = join(dataDir, "dynamodb");
  await mkdir(dbPath, { recursive: true });
  const database = join(dbPath, "shared-local-instance.db");
  writeAhead(database);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const configuration = join(dbPath, "jetty.xml");
  await writeFile(configuration, jettyConfiguration(port, dbPath));
  const engine = await supervise({
    name: "DynamoDB Local",
    command: java,
    parameters: javaArguments(configuration),
    ready: (running) => untilOpen(running, port),
    log,
  });
  await indexStreams(url, database);
  const checkpoints = keepLogSmall(database);
  return {
    url,
    trouble: engine.trouble,
    async stop() {
      await checkpoints.stop();
      await engine.stop();
    },
  };
}

/**
 * The engine syncs its SQLite file to disk several times for each write. With a write-ahead log, a mode that stays in
 * the file, it does so once: two to five times as many writes a second.
 */
function writeAhead(file: string): void {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode = WAL");
  database.close();
}

/**
 * With each write the engine looks for the oldest record of the stream of its table. It keeps the records of all streams
 * in one list ordered by number, and read all that were older: with many tables a write cost more and more. The list is
 * made with the first request; its index stays in the file.
 */
async function indexStreams(url: string, file: string): Promise<void> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint: url, region: "local", credentials });
  await client.send(new ListTablesCommand({ Limit: 1 }));
  client.destroy();
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.exec("CREATE INDEX IF NOT EXISTS us_by_stream ON us (StreamID)");
  database.close();
}

function javaArguments(configuration: string): string[] {
  const emulator = join(dirname(createRequire(import.meta.url).resolve("amplify-dynamodb-simulator")), "emulator");
  return [
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    `-Djava.library.path=${join(emulator, "DynamoDBLocal_lib")}`,
    `-Dsqlite4java.library.path=${join(emulator, "DynamoDBLocal_lib")}`,
    "-cp",
    join(emulator, "DynamoDBLocal.jar"),
    "org.eclipse.jetty.xml.XmlConfiguration",
    configuration,
  ];
}

/**
 * DynamoDB Local's own main listens on every interface and sends telemetry. Its jars hold Jetty's configuration
 * reader, so the same server is put together here, on loopback: no in-memory mode, one shared database for all
 * regions and keys, no artificial delays.
 */
function jettyConfiguration(port: number, dbPath: string): string {
  const local = "com.amazonaws.services.dynamodbv2.local.server";
  return `<?xml version="1.0"?>
<!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://www.eclipse.org/jetty/configure_9_3.dtd">
<Configure id="server" class="org.eclipse.jetty.server.Server">
  <Call name="addConnector"><Arg>
    <New class="org.eclipse.jetty.server.ServerConnector">
      <Arg name="server"><Ref refid="server"/></Arg>
      <Set name="host">127.0.0.1</Set>
      <Set name="port">${port}</Set>
      <Set name="idleTimeout">300000</Set>
    </New>
  </Arg></Call>
  <Set name="handler">
    <New class="${local}.LocalDynamoDBServerHandler">
      <Arg>
        <New class="${local}.LocalDynamoDBRequestHandler">
          <Arg type="int">0</Arg>
          <Arg type="boolean">false</Arg>
          <Arg>${xmlText(dbPath)}</Arg>
          <Arg type="boolean">true</Arg>
          <Arg type="boolean">false</Arg>
        </New>
      </Arg>
      <Arg>*</Arg>
    </New>
  </Set>
</Configure>
`;
}

function xmlText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

async function untilOpen(running: RunningProcess, port: number): Promise<void> {
  const deadline = Date.now() + startLimitMs;
  while (!(await accepts(port))) {
    if (running.hasEnded) throw new Error(`DynamoDB Local did not start: ${running.said()}`);
    if (Date.now() > deadline)
      throw new Error(`DynamoDB Local did not answer within ${startLimitMs / 1000} s: ${running.said()}`);
    await pause(20);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const settle = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
  });
}
