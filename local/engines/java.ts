import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile, realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { installJava } from "./java-install.ts";

const run = promisify(execFile);
const oldestJava = 11;
const program = process.platform === "win32" ? "java.exe" : "java";

interface JavaSearch {
  /** `.cache/jre` of the project: where a downloaded one goes. */
  jreDir: string;
  log(line: string): void;
  /** @default process.env */
  environment?: NodeJS.ProcessEnv;
}

/**
 * The `java` to run DynamoDB Local with: the machine's own when it is young enough, else one that is fetched now.
 * @throws Error with one sentence for the person at the machine when there is none to be had.
 */
export async function findJava({ jreDir, log, environment = process.env }: JavaSearch): Promise<string> {
  const present = await firstUsable(await candidates(jreDir, environment));
  if (present) return present;
  await installJava({ jreDir, log });
  const installed = await firstUsable(await candidates(jreDir, environment));
  if (installed) return installed;
  throw new Error(
    `DynamoDB Local needs Java ${oldestJava} or newer and none could be found or installed: install one and set JAVA_HOME.`,
  );
}

async function candidates(jreDir: string, environment: NodeJS.ProcessEnv): Promise<string[]> {
  const home = environment.JAVA_HOME ? [join(environment.JAVA_HOME, "bin", program)] : [];
  const onPath = (environment.PATH ?? "")
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, program));
  return [...home, ...onPath, ...(await downloaded(jreDir))].filter((path) => existsSync(path));
}

async function downloaded(jreDir: string): Promise<string[]> {
  const releases = await readdir(jreDir).catch(() => []);
  return releases.flatMap((release) => [
    join(jreDir, release, "bin", program),
    join(jreDir, release, "Contents", "Home", "bin", program),
  ]);
}

async function firstUsable(paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    if ((await majorVersion(path)) >= oldestJava) return path;
  }
  return undefined;
}

/** 0 when it is no working Java. The `release` file beside it answers at once; asking the program takes a while. */
async function majorVersion(java: string): Promise<number> {
  const home = dirname(dirname(await realpath(java)));
  const release = await readFile(join(home, "release"), "utf8").catch(() => "");
  const stated = release.match(/JAVA_VERSION="([^"]+)"/)?.[1];
  const version = stated ?? (await askedVersion(java));
  const [major = "0", minor = "0"] = version.split(/[.+-]/);
  return Number(major === "1" ? minor : major);
}

async function askedVersion(java: string): Promise<string> {
  const answer = await run(java, ["-version"], { timeout: 10_000 }).catch(() => undefined);
  return answer?.stderr.match(/version "([^"]+)"/)?.[1] ?? "0";
}
