import { EventEmitter } from "node:events";
import { join } from "node:path";
import type { CodeMessage, Engines } from "../front-door/contract.ts";
import { startCognito } from "./cognito.ts";
import { type RunningDynamoDb, startDynamoDb } from "./dynamodb.ts";
import { startFauxqs } from "./fauxqs.ts";

interface EngineOptions {
  /** `.clientele`: everything that survives a restart and that `--fresh` empties. */
  dataDir: string;
  /** `.cache`: what is worth keeping even then. */
  cacheDir: string;
  region: string;
  /** Where the front door will answer: the issuer of staff tokens. */
  frontDoorUrl: string;
  log(line: string): void;
  /** One that was started ahead, beside build and synth. */
  dynamodb?: Promise<RunningDynamoDb>;
}

/** Starts every engine side by side; when one fails, those that started are stopped and its error is thrown. */
export const startEngines = async (options: EngineOptions): Promise<Engines> => {
  const { dataDir, cacheDir, region, frontDoorUrl, log } = options;
  const codes = new EventEmitter<{ code: [CodeMessage] }>();
  const started = await Promise.allSettled([
    options.dynamodb ?? startDynamoDb({ dataDir, cacheDir, log }),
    startFauxqs({ dataDir: join(dataDir, "fauxqs"), region }),
    startCognito({ dataDir, issuerBase: frontDoorUrl, onCode: (message) => codes.emit("code", message) }),
  ]);
  const stop = async () => {
    await Promise.all(started.map(async (engine) => engine.status === "fulfilled" && engine.value.stop()));
  };
  const [dynamodb, fauxqs, cognito] = started;
  if (dynamodb.status === "rejected" || fauxqs.status === "rejected" || cognito.status === "rejected") {
    await stop();
    throw started.find((engine) => engine.status === "rejected")?.reason;
  }
  return {
    dynamodb: dynamodb.value.url,
    fauxqs: fauxqs.value.url,
    cognito: cognito.value.url,
    tablesFile: dynamodb.value.file,
    onCode: (listener) => void codes.on("code", listener),
    troubleOf: (engine) => (engine === "dynamodb" ? dynamodb.value.trouble() : undefined),
    stop,
  };
};
