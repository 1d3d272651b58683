import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StartRefused } from "../refused.ts";
import { findDynoxide } from "./dynoxide-program.ts";
import { untilOpen } from "./open-port.ts";
import { freePort } from "./ports.ts";
import { supervise } from "./supervise.ts";
import { startUpkeep } from "./upkeep.ts";

interface DynamoDbOptions {
  /** Its files go into `dynamodb` in there. */
  dataDir: string;
  /** What is worth keeping even when the data goes: a program that was fetched. */
  cacheDir: string;
  log(line: string): void;
}

export interface RunningDynamoDb {
  /** `http://127.0.0.1:…` */
  url: string;
  /** The SQLite file that holds its tables. */
  file: string;
  /** A sentence while it is not there. */
  trouble(): string | undefined;
  stop(): Promise<void>;
}

/** Starts dynoxide on a free port of the loopback interface; its tables are kept in one SQLite file. */
export const startDynamoDb = async ({ dataDir, cacheDir, log }: DynamoDbOptions): Promise<RunningDynamoDb> => {
  const folder = join(dataDir, "dynamodb");
  const file = join(folder, "dynoxide.db");
  refuseFilesOfOthers(folder, file);
  const command = await findDynoxide({ cacheDir, log });
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const engine = await supervise({
    name: "The engine of the table",
    command,
    parameters: ["serve", "--host", "127.0.0.1", "--port", String(port), "--db-path", file],
    ready: (running) => untilOpen(running, port),
    log,
  }).catch((error: Error) => {
    throw isDamaged(error) ? damaged(file, error) : error;
  });
  indexStream(file);
  const upkeep = startUpkeep(file, url);
  return {
    url,
    file,
    trouble: engine.trouble,
    async stop() {
      await upkeep.stop();
      await engine.stop();
    },
  };
};

/**
 * With each write the engine looks for the last record of the table's stream, and with each read of the stream for those
 * behind a number. It keeps the numbers as text and casts them, so only an index of the cast number serves both: without
 * it each write reads the whole stream (8 ms at 100,000 records, and 0.01 ms with it). The index stays in the file.
 */
const indexStream = (file: string): void => {
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.exec(
    "CREATE INDEX IF NOT EXISTS stream_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER))",
  );
  database.close();
};

/** Until version 0.2 DynamoDB Local kept the tables. This engine cannot read its file, and the other data need it. */
const refuseFilesOfOthers = (folder: string, file: string): void => {
  const other = join(folder, "shared-local-instance.db");
  if (existsSync(file) || !existsSync(other)) return;
  throw new StartRefused(
    `The tables in ${other} were written by DynamoDB Local, which version 0.2 used and this version cannot read. ` +
      "Start once with --fresh to begin with empty data, or set CLIENTELE_HOME to another folder.",
  );
};

const isDamaged = ({ message }: Error): boolean => /not a valid SQLite|not a database|malformed/i.test(message);

const damaged = (file: string, cause: Error): StartRefused =>
  new StartRefused(
    `The tables in ${file} are damaged. Put a copy of the folder back that you made while the stack was stopped, or ` +
      "start once with --fresh to begin with empty data.",
    { cause },
  );
