import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const root = resolve(import.meta.dirname, "../..");

export interface RunningStack {
  /** `http://127.0.0.1:4321`; the operator may ask for everything there. */
  url: string;
  stop(): Promise<void>;
}

/** Says where it answers once it does. */
const program = `
  import { startStack } from "./local/stack.ts";
  const stack = await startStack({ port: 0, dataDir: process.argv[1], quiet: true, seed: false });
  console.log(stack.url);
  process.stdin.on("end", () => void stack.stop().then(() => process.exit(0))).resume();
`;

/**
 * What `npm start` runs, in a process of its own, on the disk, without data.
 * @param folder another checkout of the project, installed. @default this one
 */
export const runStack = async (folder = root): Promise<RunningStack> => {
  const home = await mkdtemp(join(tmpdir(), "clientele-bench-"));
  const child = spawn(process.execPath, ["--input-type=module", "-e", program, home], {
    cwd: folder,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [url] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    once(child, "exit").then(() => Promise.reject(new Error("The stack did not start."))),
  ]);
  return {
    url: String(url),
    async stop() {
      const gone = child.exitCode === null ? once(child, "exit") : undefined;
      child.stdin.end();
      await gone;
      if (existsSync(home)) await rm(home, { recursive: true, force: true });
    },
  };
};
