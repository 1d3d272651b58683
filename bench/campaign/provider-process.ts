import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Starts something that answers as SES does, each call after so many milliseconds. */
export const startProvider = async (milliseconds: number): Promise<{ url: string; stop(): void }> => {
  const script = fileURLToPath(import.meta.resolve("./ses-stub.ts"));
  const child = spawn(process.execPath, [script, String(milliseconds)], { stdio: ["pipe", "pipe", "inherit"] });
  const [url] = await once(createInterface(child.stdout), "line");
  return { url: String(url), stop: () => void child.stdin.end() };
};
