import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const jreVersion = 21;
const fetcher = "njre@3.0.0";

interface Installation {
  jreDir: string;
  log(line: string): void;
}

/** Gets a Java by whatever way this machine offers; says what it does. The caller looks whether there is one now. */
export async function installJava({ jreDir, log }: Installation): Promise<void> {
  if (isRootOnDebian()) {
    log("Java is missing: installing default-jre-headless with apt-get (about a minute, once) …");
    if (await installedByApt(log)) return;
  }
  log(`Java is missing: downloading a Java ${jreVersion} runtime into ${jreDir} (about 50 MB, once) …`);
  await download(jreDir, log).catch((error: unknown) => log(`The download failed: ${messageOf(error)}`));
}

function isRootOnDebian(): boolean {
  return process.getuid?.() === 0 && existsSync("/etc/debian_version") && existsSync("/usr/bin/apt-get");
}

async function installedByApt(log: (line: string) => void): Promise<boolean> {
  await finished("apt-get", ["update", "-q"], log);
  return finished("apt-get", ["install", "-y", "-q", "--no-install-recommends", "default-jre-headless"], log);
}

/** The package is fetched only here: whoever has a Java never sees it. */
async function download(jreDir: string, log: (line: string) => void): Promise<void> {
  const tools = join(dirname(jreDir), "njre");
  await mkdir(tools, { recursive: true });
  await mkdir(dirname(jreDir), { recursive: true });
  if (!(await finished("npm", ["install", "--no-save", "--prefix", tools, fetcher], log))) return;
  const njre: unknown = createRequire(join(tools, "package.json"))("njre");
  if (!canInstall(njre)) throw new Error("njre has no install function");
  await njre.install(jreVersion, { type: "jre", installPath: jreDir });
}

interface JreFetcher {
  /** Puts a folder `jre` into the parent of `installPath`. */
  install(version: number, options: { type: "jre"; installPath: string }): Promise<string>;
}

function canInstall(module: unknown): module is JreFetcher {
  return typeof module === "object" && module !== null && "install" in module && typeof module.install === "function";
}

function finished(command: string, parameters: string[], log: (line: string) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    const show = (chunk: Buffer) => {
      const lastLine = chunk.toString().trim().split("\n").at(-1);
      if (lastLine) log(`  ${lastLine}`);
    };
    child.stdout.on("data", show);
    child.stderr.on("data", show);
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
