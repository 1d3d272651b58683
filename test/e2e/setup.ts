import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { SeededAccount } from "../../local/seed.ts";
import { spawnStack } from "../support/spawn-stack.ts";

declare module "vitest" {
  export interface ProvidedContext {
    stack: { apiUrl: string; url: string; accounts: SeededAccount[] };
  }
}

/** One stack for all end-to-end tests: what `npm start` runs, on a free port, with data of its own. */
const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const home = await mkdtemp(join(tmpdir(), "clientele-e2e-"));
  const { apiUrl, url, accounts, end } = await spawnStack(home);
  project.provide("stack", { apiUrl, url, accounts });
  return async () => {
    await end("SIGTERM");
    await rm(home, { recursive: true, force: true });
  };
};

export default setup;
