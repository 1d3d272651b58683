import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { SeededAccount } from "../../local/seed.ts";
import { startStack } from "../../local/stack.ts";

declare module "vitest" {
  export interface ProvidedContext {
    stack: { apiUrl: string; url: string; accounts: SeededAccount[] };
  }
}

/** One stack for all end-to-end tests, from the synthesised app, on a free port, with data of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), "clientele-e2e-"));
  const stack = await startStack({ port: 0, dataDir, quiet: true });
  const { apiUrl, url, accounts } = stack;
  project.provide("stack", { apiUrl, url, accounts });
  return async () => {
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
