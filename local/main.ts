import { join } from "node:path";
import { type Deployment, describeDeployment } from "./assembly/deployment.ts";
import { createIdentify, type Place } from "./assembly/identify.ts";
import { createResolver } from "./assembly/resolve.ts";
import type { Assembly } from "./assembly/template.ts";
import { diskTrouble } from "./disk.ts";
import { engineTroubles } from "./engines/troubles.ts";
import { createCallers, functionEnvironment } from "./environment.ts";
import { announced } from "./events/announced.ts";
import { createBus } from "./events/bus.ts";
import { createTargets } from "./events/targets.ts";
import type { Engines, Wiring } from "./front-door/contract.ts";
import { openFrontDoor } from "./front-door/server.ts";
import { tellingTroubles } from "./http-api/health.ts";
import { createHttpApi } from "./http-api/http-api.ts";
import { gatewayReply, sendReply } from "./http-api/response.ts";
import { createReceiver } from "./inbound/receive.ts";
import { createFunctionConsole } from "./lambda/console.ts";
import { createPool } from "./lambda/pool.ts";
import { provisionPeople } from "./provision/people.ts";
import { createServices, provision, type Services } from "./provision/provision.ts";
import { provisionSecrets } from "./provision/secrets.ts";
import { queueViews } from "./queue-views.ts";
import { startScheduler } from "./scheduler/scheduler.ts";
import { createAsyncInvoker } from "./sources/async-invoker.ts";
import { createQueues } from "./sources/sqs.ts";
import { startSources } from "./sources/start-sources.ts";

export interface MainOptions {
  assembly: Assembly;
  engines: Engines;
  /** `frontDoorUrl` holds the port the front door is to open. */
  place: Place;
  dataDir: string;
  instancesPerFunction: number;
  /** Where the API tells of its health: `/v1/health`. */
  healthPath: string;
  /** Seconds until a message that failed for the n-th time is tried again. */
  retryDelay(receiveCount: number): number;
  log(line: string): void;
  /** Gets what functions print for people. */
  show(line: string): void;
}

export interface Running {
  deployment: Deployment;
  stop(): Promise<void>;
}

/** How long work in hand may take to end before its threads are ended. */
const graceMs = 2000;

/** Creates what the assembly declares, and wires it: everything runs when this returns. */
export const main = async (options: MainOptions): Promise<Running> => {
  const { assembly, engines, place, dataDir, retryDelay } = options;
  let ending = false;
  // What is cut short by the end is no news.
  const log = (line: string) => ending || options.log(line);
  const { region, accountId } = place;
  await using cleanup = new AsyncDisposableStack();

  const services = createServices(engines, region);
  const { deployment, resolver } = await describe(assembly, place, services, dataDir);
  await provision(deployment, resolver, { services, engines, place, dataDir });

  const functionConsole = cleanup.adopt(createFunctionConsole(join(dataDir, "functions.log"), options.show), (it) =>
    it.close(),
  );
  const callers = createCallers(deployment, dataDir);
  const callerOf = new Map(callers.map((caller) => [caller.functionName, caller]));
  const pool = createPool({
    functions: deployment.functions,
    instancesPerFunction: options.instancesPerFunction,
    console: functionConsole,
    environmentOf(declaration) {
      const caller = callerOf.get(declaration.name);
      if (!caller) throw new Error(`${declaration.name} has no credentials`);
      return functionEnvironment(declaration, caller, place);
    },
  });

  const queues = createQueues(services.sqs);
  const concurrency = options.instancesPerFunction;
  const shared = { queues, pool, region, accountId, concurrency, retryDelay };
  const asyncInvoker = createAsyncInvoker({ ...shared, sqs: services.sqs, invokeConfigs: deployment.invokeConfigs });
  const targets = createTargets({
    queues,
    queueArns: new Set(deployment.queues.map(({ arn }) => arn)),
    functionArns: new Set(deployment.functions.map(({ arn }) => arn)),
    invokeAsync: asyncInvoker.invoke,
    log,
  });
  const bus = createBus({ ...deployment, targets, region, accountId });
  const sources = await startSources({ ...shared, deployment, services, tablesFile: engines.tablesFile, dataDir, log });
  await asyncInvoker.resume(functionsRunAsync(deployment));
  const scheduler = startScheduler({
    file: join(dataDir, "schedules.jsonl"),
    deployment,
    bus,
    targets,
    region,
    accountId,
    log,
  });

  const api = deployment.api && createHttpApi({ api: deployment.api, accountId, invoke: pool.invoke });
  const http: Wiring["http"] = api ?? (async (_, response) => sendReply(response, gatewayReply(404, "Not Found"), ""));
  const wiring: Wiring = {
    http: tellingTroubles(http, { path: options.healthPath, troubles: () => troublesOf(engines, dataDir) }),
    putEvents: bus.put,
    invoke: pool.invoke,
    invokeLater: asyncInvoker.invoke,
    scheduler: async (operation, path, input) => scheduler.api(operation, path, input),
    schedules: scheduler,
    queues: () => queueViews(deployment, { ...place, fauxqs: engines.fauxqs }),
    tableWritten: sources.tableWritten,
    // Consumers wait at the engine itself, in long polls.
    messageQueued: () => undefined,
    ...announced({ deployment, bus, place }),
    inbound: createReceiver({ ...deployment, fauxqs: engines.fauxqs, region, putEvents: bus.put }),
  };
  const frontDoor = await openFrontDoor({
    port: Number(new URL(place.frontDoorUrl).port),
    engines,
    callers,
    region,
    accountId,
    wiring,
    buckets: deployment.buckets.map(({ name, CorsConfiguration }) => ({
      name,
      cors: CorsConfiguration?.CorsRules ?? [],
    })),
    tables: deployment.tables.map(({ TableName: name, KeySchema }) => ({
      name,
      keys: KeySchema.map(({ AttributeName }) => AttributeName),
    })),
    configurationSets: deployment.configurationSets.map((name) => ({
      name,
      matchingEventTypes: deployment.eventDestinations
        .filter(({ ConfigurationSetName }) => ConfigurationSetName === name)
        .flatMap(({ EventDestination }) => EventDestination.MatchingEventTypes),
    })),
    identities: deployment.identities,
    dataDir,
    log,
  });

  // Work in hand still needs the front door and the engines: they go last, the sources of new work first.
  cleanup.defer(() => frontDoor.close());
  cleanup.defer(async () => {
    ending = true;
    const quiet = Promise.all([scheduler.stop(), sources.stop(), asyncInvoker.stop()]);
    await Promise.race([quiet, pause(graceMs)]);
    await pool.stop();
    await quiet;
  });
  const kept = cleanup.move();
  return { deployment, stop: () => kept.disposeAsync() };
};

/** User pools and secrets first: their ids are the engine's, and everything else may refer to them. */
const describe = async (assembly: Assembly, place: Place, services: Services, dataDir: string) => {
  const minted = new Map<string, string>();
  const resolver = createResolver(assembly, place, createIdentify(place, minted));
  await provisionPeople(resolver, services.cognito, minted);
  provisionSecrets(resolver, { dataDir, region: place.region }, minted);
  return { resolver, deployment: describeDeployment(assembly, resolver) };
};

/** Functions whose events may still lie in their queues from an earlier run. */
const functionsRunAsync = ({ functions, rules, schedules, invokeConfigs }: Deployment): Set<string> => {
  const arns = new Set(functions.map(({ arn }) => arn));
  const configured = functions.filter(({ name }) => invokeConfigs.some(({ FunctionName }) => FunctionName === name));
  const targeted = [
    ...rules.flatMap(({ Targets }) => Targets.map(({ Arn }) => Arn)),
    ...schedules.map(({ Target }) => Target.Arn),
  ];
  return new Set([...targeted.filter((arn) => arns.has(arn)), ...configured.map(({ arn }) => arn)]);
};

const troublesOf = async (engines: Engines, dataDir: string): Promise<string[]> =>
  [diskTrouble(dataDir) ?? [], await engineTroubles(engines)].flat();

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
