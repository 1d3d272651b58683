import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { SeededAccount } from "../../local/seed.ts";
import { pause } from "../../shared/pause.ts";
import { until } from "./until.ts";

const root = resolve(import.meta.dirname, "../..");

export interface SpawnedStack {
  url: string;
  apiUrl: string;
  accounts: SeededAccount[];
  /** Ends it as a terminal would, or as a crash does. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
}

/** Variables of its environment. */
interface StackSettings {
  /** Seconds until a failed message is tried again, to the power of its tries. */
  RETRY_BASE?: string;
}

/** What `npm start` runs, in a process of its own, on a free port, with its data in `home`. */
export const spawnStack = async (home: string, settings: StackSettings = {}): Promise<SpawnedStack> => {
  const child = begin(home, settings);
  const said = listen(child);
  const ended = once(child, "exit");
  const file = join(home, "local.json");
  await until(
    async () => {
      if (child.exitCode !== null) throw new Error(`The stack stopped:\n${said()}`);
      return existsSync(file) && answers(file);
    },
    "the stack starts",
    120,
  ).catch((error: Error) => {
    throw new Error(`${error.message}\n${said()}`, { cause: error.cause });
  });
  const { apiUrl, accounts } = JSON.parse(await readFile(file, "utf8")) as {
    apiUrl: string;
    accounts: SeededAccount[];
  };
  return {
    apiUrl,
    url: new URL(apiUrl).origin,
    accounts,
    async end(signal) {
      child.kill(signal);
      await ended;
    },
  };
};

/** Begins the same start and kills it that much later, as a crash would. */
export const killStart = async (home: string, afterMs: number): Promise<void> => {
  const child = begin(home);
  const ended = once(child, "exit");
  await Promise.race([pause(afterMs), ended]);
  child.kill("SIGKILL");
  await ended;
};

const begin = (home: string, settings: StackSettings = {}) =>
  spawn(process.execPath, ["local/start.ts"], {
    cwd: root,
    env: { ...process.env, ...settings, CLIENTELE_HOME: home, PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });

const listen = (child: ChildProcess): (() => string) => {
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (text) => {
      said = `${said}${text}`.slice(-8000);
    });
  return () => said;
};

/** A killed stack leaves its file behind: it counts once what it names answers. */
const answers = async (file: string): Promise<boolean> => {
  const { apiUrl } = JSON.parse(await readFile(file, "utf8")) as { apiUrl: string };
  return (await fetch(`${apiUrl}/health`).catch(() => undefined))?.status === 200;
};
