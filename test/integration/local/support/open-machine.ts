import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type RunningCognito, startCognito } from "../../../../local/engines/cognito.ts";
import { type RunningDynamoDb, startDynamoDb } from "../../../../local/engines/dynamodb.ts";
import { startFauxqs } from "../../../../local/engines/fauxqs.ts";
import {
  type BucketSettings,
  type BusEntry,
  type Caller,
  type ConfigurationSetSettings,
  type FrontDoor,
  localAccountId,
  type ObjectCreated,
  operator,
  type PolicyStatement,
  type SesEvent,
  type Wiring,
} from "../../../../local/front-door/contract.ts";
import { openFrontDoor } from "../../../../local/front-door/server.ts";
import { FunctionError } from "../../../../local/lambda/instance.ts";

export const region = "ca-central-1";

/** What the front door told the wiring, in order. */
export interface Told {
  bus: BusEntry[];
  created: ObjectCreated[];
  ses: { set: string; event: SesEvent }[];
  queued: string[];
  scheduler: { operation: string; path: string; input: unknown }[];
  invokedLater: { functionArn: string; event: string }[];
  writes: number;
}

export interface Machine {
  url: string;
  told: Told;
  /** Client settings of a function with these statements, or of the operator. */
  as(functionName: string): ClientSettings;
  operator: ClientSettings;
  dataDir: string;
  /** Closes front door and engines and opens them again on the same files. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

interface ClientSettings {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  maxAttempts: number;
}

interface MachineOptions {
  roles?: Record<string, PolicyStatement[]>;
  buckets?: BucketSettings[];
  configurationSets?: ConfigurationSetSettings[];
  identities?: string[];
  /** The engine of the table: only for those who ask. @default false */
  withTable?: boolean;
  sesEvent?: Wiring["sesEvent"];
  inbound?: Wiring["inbound"];
}

/** A front door with its engines, a wiring that only takes notes, and nothing of the product. */
export const openMachine = async (options: MachineOptions = {}): Promise<Machine> => {
  const dataDir = await mkdtemp(join(tmpdir(), "door-"));
  const told: Told = { bus: [], created: [], ses: [], queued: [], scheduler: [], invokedLater: [], writes: 0 };
  let running = await start(dataDir, told, options);
  const settings = (accessKeyId: string, secretAccessKey: string): ClientSettings => ({
    endpoint: running.frontDoor.url,
    region,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  });
  return {
    get url() {
      return running.frontDoor.url;
    },
    told,
    dataDir,
    as: (functionName) => settings(keyOf(functionName), secretOf(functionName)),
    get operator() {
      return settings(operator.accessKeyId, operator.secretAccessKey);
    },
    async restart() {
      await running.stop();
      running = await start(dataDir, told, options);
    },
    async stop() {
      await running.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

const start = async (
  dataDir: string,
  told: Told,
  options: MachineOptions,
): Promise<{ frontDoor: FrontDoor; stop(): Promise<void> }> => {
  const codes: Parameters<typeof startCognito>[0]["onCode"][] = [];
  const [dynamodb, fauxqs, cognito]: [RunningDynamoDb, Awaited<ReturnType<typeof startFauxqs>>, RunningCognito] =
    await Promise.all([
      options.withTable ? startDynamoDb({ dataDir, cacheDir: resolve(".cache"), log: () => undefined }) : noDynamoDb,
      startFauxqs({ dataDir: join(dataDir, "fauxqs"), region }),
      startCognito({
        dataDir,
        issuerBase: "http://127.0.0.1:4000",
        onCode(code) {
          for (const hear of codes) hear(code);
        },
      }),
    ]);
  const engines = {
    dynamodb: dynamodb.url,
    fauxqs: fauxqs.url,
    cognito: cognito.url,
    onCode: (listener: (typeof codes)[number]) => void codes.push(listener),
    stop: async () => void (await Promise.all([dynamodb.stop(), fauxqs.stop(), cognito.stop()])),
  };
  const { buckets = [], configurationSets, identities, roles = {} } = options;
  const frontDoor = await openFrontDoor({
    port: 0,
    engines,
    callers: Object.entries(roles).map(([name, statements]) => callerOf(name, statements)),
    region,
    accountId: localAccountId,
    wiring: notingWiring(told, options),
    buckets,
    ...(configurationSets && { configurationSets }),
    ...(identities && { identities }),
    dataDir,
  });
  const stop = async () => {
    await frontDoor.close();
    await engines.stop();
  };
  return { frontDoor, stop };
};

const noDynamoDb: RunningDynamoDb = {
  url: "http://127.0.0.1:1",
  file: "",
  trouble: () => undefined,
  stop: async () => undefined,
};

const callerOf = (functionName: string, statements: PolicyStatement[]): Caller => {
  const roleArn = `arn:aws:iam::${localAccountId}:role/${functionName}-role`;
  return {
    accessKeyId: keyOf(functionName),
    secretAccessKey: secretOf(functionName),
    functionName,
    roleArn,
    statements,
  };
};

const keyOf = (functionName: string): string => `AKIA${functionName.replace(/\W/g, "").toUpperCase()}`;

const secretOf = (functionName: string): string => `secret of ${functionName}`;

const notingWiring = (told: Told, { sesEvent, inbound }: MachineOptions): Wiring => ({
  http: async (request, response) => void response.end(JSON.stringify({ method: request.method, url: request.url })),
  putEvents: async (entries) => {
    told.bus.push(...entries);
    return entries.map((_entry, number) => ({ eventId: `event-${number}` }));
  },
  invoke: async (functionArn, event) => {
    if (functionArn.endsWith("broken"))
      throw new FunctionError({ errorType: "Error", errorMessage: "It broke.", shown: "" });
    return { functionArn, event };
  },
  invokeLater: async (functionArn, event) => void told.invokedLater.push({ functionArn, event }),
  scheduler: async (operation, path, input) => {
    told.scheduler.push({ operation, path, input });
    return path.includes("missing")
      ? { status: 404, body: { __type: "ResourceNotFoundException", Message: "Schedule missing does not exist." } }
      : { status: 200, body: { ScheduleArn: "arn" } };
  },
  schedules: { list: () => [], run: async (name) => name === "known" },
  queues: async () => [],
  tableWritten: () => void told.writes++,
  messageQueued: (url) => void told.queued.push(url),
  objectCreated: (event) => void told.created.push(event),
  sesEvent: sesEvent ?? ((set, event) => void told.ses.push({ set, event })),
  ...(inbound && { inbound }),
});
