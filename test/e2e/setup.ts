import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";
import type { SeededAccount } from "../../local/seed.ts";
import { until } from "../support/until.ts";

declare module "vitest" {
  export interface ProvidedContext {
    stack: { apiUrl: string; url: string; accounts: SeededAccount[] };
  }
}

const root = resolve(import.meta.dirname, "../..");

/** One stack for all end-to-end tests: what `npm start` runs, on a free port, with data of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), "clientele-e2e-"));
  const child = spawn(process.execPath, ["local/start.ts"], {
    cwd: root,
    env: { ...process.env, CLIENTELE_HOME: home, PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text) => (said = `${said}${text}`.slice(-8000)));
  const ended = once(child, "exit");
  const file = join(home, "local.json");
  await until(
    async () => {
      if (child.exitCode !== null) throw new Error(`The stack stopped:\n${said}`);
      return existsSync(file);
    },
    `the stack starts; it said:\n${said}`,
    90,
  );
  const { apiUrl, accounts } = JSON.parse(await readFile(file, "utf8"));
  project.provide("stack", { apiUrl, url: new URL(apiUrl).origin, accounts });
  return async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(home, { recursive: true, force: true });
  };
}
