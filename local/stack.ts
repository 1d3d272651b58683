import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Deployment } from "./assembly/deployment.ts";
import { loadAssembly } from "./assembly/load.ts";
import { prepareAssembly } from "./build.ts";
import { calmLog } from "./calm-log.ts";
import { startEngines } from "./engines/engines.ts";
import { localAccountId } from "./front-door/contract.ts";
import { LockedError, takeLock } from "./lock.ts";
import { main } from "./main.ts";
import { findPort } from "./port.ts";
import { StartRefused } from "./refused.ts";
import { type SeededAccount, seed } from "./seed.ts";

export interface StackOptions {
  /** Port of the front door; 0 for any that is free. @default 4000 */
  port?: number;
  /** Everything that survives a restart. One running stack per folder. */
  dataDir: string;
  /** Empties `dataDir` first. @default false */
  fresh?: boolean;
  /** Makes the demo accounts. @default true */
  seed?: boolean;
  /** Keeps the console still; functions still write to `functions.log`. @default false */
  quiet?: boolean;
  /** A ready cloud assembly, in place of the one built from the sources. */
  assemblyDir?: string;
  /** @default 2 */
  instancesPerFunction?: number;
  /**
   * Seconds until a failed message is tried again: this to the power of its receive count, and never longer than the
   * queue's visibility timeout, which it is on AWS. @default 3
   */
  retryBase?: number;
  /** Path that answers 200 once the API is up, under `/v1`. @default "/health" */
  healthPath?: string;
  /** Ends a start that is still under way. */
  signal?: AbortSignal;
}

export interface RunningStack {
  /** `http://127.0.0.1:4000/v1` */
  apiUrl: string;
  /** `http://127.0.0.1:4000` */
  url: string;
  docsUrl: string;
  mailboxUrl: string;
  accounts: SeededAccount[];
  deployment: Deployment;
  stop(): Promise<void>;
}

const cacheDir = resolve(import.meta.dirname, "../.cache");
const region = "ca-central-1";
const healthLimitMs = 90_000;

/**
 * Runs the synthesised app on this machine, as `npm start` and the end-to-end tests do.
 * @throws StartRefused when the folder or the port is taken.
 */
export const startStack = async (options: StackOptions): Promise<RunningStack> => {
  // Lambda runs in UTC; threads take their zone from the process.
  process.env.TZ = "UTC";
  const dataDir = resolve(options.dataDir);
  const log = options.quiet ? () => undefined : calmLog((line) => console.log(line));
  await using cleanup = new AsyncDisposableStack();

  cleanup.adopt(lockFolder(dataDir), (lock) => lock.release());
  const port = await findPort(options.port ?? 4000).catch((error: Error) => {
    throw new StartRefused(error.message);
  });
  const localFile = join(dataDir, "local.json");
  rmSync(localFile, { force: true });
  const firstStart = join(dataDir, firstStartName);
  // Nobody has been told of anything in there yet, and half of it may be missing.
  const unfinished = existsSync(firstStart);
  if (unfinished) log("The first start was cut short: beginning anew.");
  if (options.fresh || unfinished) emptyFolder(dataDir);
  if (isEmpty(dataDir)) writeFileSync(firstStart, "");

  const place = { region, accountId: localAccountId, frontDoorUrl: `http://127.0.0.1:${port}` };
  const starting = startEngines({
    dataDir,
    cacheDir,
    region,
    frontDoorUrl: `https://cognito-idp.${region}.amazonaws.com`,
    log,
  });
  const building =
    options.assemblyDir ??
    prepareAssembly({ cacheDir, region, accountId: localAccountId, log, signal: options.signal });
  const [engines, assemblyDir] = await Promise.allSettled([starting, building]);
  if (engines.status === "fulfilled") cleanup.adopt(engines.value, (running) => running.stop());
  options.signal?.throwIfAborted();
  if (assemblyDir.status === "rejected") throw assemblyDir.reason;
  if (engines.status === "rejected") throw engines.reason;

  const base = options.retryBase ?? 3;
  const healthPath = `/v1${options.healthPath ?? "/health"}`;
  const running = await main({
    assembly: loadAssembly(assemblyDir.value),
    engines: engines.value,
    place,
    dataDir,
    instancesPerFunction: options.instancesPerFunction ?? 2,
    healthPath,
    retryDelay: (receiveCount) => Math.min(Math.round(base ** receiveCount), 43_200),
    log,
    show: options.quiet ? log : (line) => console.log(line),
  });
  cleanup.adopt(running, ({ stop }) => stop());

  const url = place.frontDoorUrl;
  const addresses = { apiUrl: `${url}/v1`, docsUrl: `${url}/docs`, mailboxUrl: `${url}/_local` };
  await untilHealthy(`${url}${healthPath}`, options.signal);
  const accounts = options.seed === false ? [] : await seed({ apiUrl: addresses.apiUrl, url, dataDir, log });
  options.signal?.throwIfAborted();
  cleanup.defer(() => rmSync(localFile, { force: true }));
  rmSync(firstStart, { force: true });
  writeFileSync(localFile, `${JSON.stringify({ ...addresses, accounts }, null, 2)}\n`);

  const kept = cleanup.move();
  return { ...addresses, url, accounts, deployment: running.deployment, stop: () => kept.disposeAsync() };
};

const lockName = "lock";

const lockFolder = (dataDir: string) => {
  try {
    return takeLock(join(dataDir, lockName));
  } catch (error) {
    if (!(error instanceof LockedError)) throw error;
    throw new StartRefused(
      `Clientèle already runs here (process ${error.pid}). Stop it first, or use its addresses in ${join(dataDir, "local.json")}.`,
    );
  }
};

/** Stands in the folder until the first start has come to its end. */
const firstStartName = "first-start";
/** What is no data. */
const bookkeeping = [lockName, firstStartName];

const dataIn = (dataDir: string): string[] => readdirSync(dataDir).filter((name) => !bookkeeping.includes(name));

const isEmpty = (dataDir: string): boolean => dataIn(dataDir).length === 0;

const emptyFolder = (dataDir: string): void => {
  for (const name of dataIn(dataDir)) rmSync(join(dataDir, name), { recursive: true, force: true });
};

const untilHealthy = async (healthUrl: string, signal?: AbortSignal): Promise<void> => {
  const deadline = Date.now() + healthLimitMs;
  for (;;) {
    signal?.throwIfAborted();
    const status = await statusOf(healthUrl);
    if (status === 200) return;
    if (Date.now() > deadline) throw new Error(`${healthUrl} does not answer 200, but ${status ?? "nothing"}`);
    await pause(200);
  }
};

const statusOf = (url: string): Promise<number | undefined> =>
  new Promise((done) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      done(response.statusCode);
    }).on("error", () => done(undefined));
  });
