import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FunctionDeclaration } from "../../../../local/assembly/deployment.ts";
import { createPool, type Pool } from "../../../../local/lambda/pool.ts";
import { until } from "../../../support/until.ts";

const source = `
import { threadId } from "node:worker_threads";
let calls = 0;
export const handler = async ({ do: what, ms }, context) => {
  calls += 1;
  if (what === "throw") throw new TypeError("no such client");
  if (what === "exit") process.exit(7);
  if (what === "hang") await new Promise((resolve) => setTimeout(resolve, 60_000));
  if (what === "reject") { Promise.reject(new Error("nobody catches me")); await new Promise((resolve) => setTimeout(resolve, 60_000)); }
  if (what === "wait") await new Promise((resolve) => setTimeout(resolve, ms));
  if (what === "big") return "x".repeat(6_300_000);
  if (what === "nothing") return undefined;
  console.log("called");
  return { calls, threadId, own: process.env.OWN, home: process.env.HOME, name: context.functionName, left: context.getRemainingTimeInMillis() };
};`;

/** The first instance loads at once, every other one never. */
const slowTheSecondTime = `
import { existsSync, writeFileSync } from "node:fs";
const mark = new URL("loaded", import.meta.url);
if (existsSync(mark)) await new Promise((resolve) => setTimeout(resolve, 60_000));
writeFileSync(mark, "");
let calls = 0;
export const handler = async ({ ms }) => {
  calls += 1;
  await new Promise((resolve) => setTimeout(resolve, ms));
  return calls;
};`;

let folder: string;
let pool: Pool;
const printed: string[] = [];
const failed: string[] = [];

const declared = (name: string, own: Partial<FunctionDeclaration> = {}): FunctionDeclaration => ({
  name,
  arn: `arn:${name}`,
  label: name,
  roleArn: "arn:role",
  directory: folder,
  handler: "index.handler",
  timeoutSeconds: 1,
  memoryMb: 128,
  variables: {},
  ...own,
});

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pool-"));
  writeFileSync(join(folder, "index.mjs"), source);
  const broken = join(folder, "broken");
  mkdirSync(broken);
  writeFileSync(join(broken, "index.mjs"), 'throw new Error("missing variable");');
  const late = join(folder, "late");
  mkdirSync(late);
  writeFileSync(join(late, "index.mjs"), slowTheSecondTime);
  pool = createPool({
    functions: [
      declared("one"),
      declared("single", { reservedConcurrency: 1 }),
      declared("broken", { directory: broken }),
      declared("late", { directory: late }),
    ],
    instancesPerFunction: 2,
    environmentOf: ({ name }) => ({ OWN: `of ${name}` }),
    console: {
      lines: () => (chunk) => printed.push(chunk),
      failed: (label, error) => failed.push(`${label}: ${error.shown}`),
      close: () => undefined,
    },
  });
});
afterAll(async () => {
  await pool.stop();
  rmSync(folder, { recursive: true });
});

describe("a function's instances", () => {
  test("have an environment of their own, a context, and keep their state between calls", async () => {
    const first = await pool.invoke("arn:single", {});
    expect(first).toMatchObject({ calls: 1, own: "of single", name: "single" });
    expect(first).not.toHaveProperty("home");
    expect(await pool.invoke("single", {})).toMatchObject({ calls: 2 });
    // What an instance prints comes by a pipe of its own, sooner or later than the answer.
    await until(async () => printed.join("").includes("called"), "what the function printed");
  });

  test("take one event at a time, and work side by side up to their number", async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => pool.invoke("arn:one", { do: "wait", ms: 50 })));
    const threads = new Set(answers.map((answer) => JSON.stringify(answer).match(/"threadId":(\d+)/)?.[1]));
    expect(threads.size).toBe(2);
  });

  test.each([
    ["throw", "TypeError", "no such client"],
    ["exit", "Runtime.ExitError", "status 7"],
    ["hang", "Sandbox.Timedout", "timed out after 1.00 seconds"],
    ["reject", "Error", "nobody catches me"],
    ["big", "Function.ResponseSizeTooLarge", "exceeded"],
  ])("that %s fail the call, and the next one is answered", async (what, errorType, message) => {
    await expect(pool.invoke("arn:one", { do: what })).rejects.toMatchObject({
      errorType,
      message: expect.stringContaining(message),
    });
    expect(await pool.invoke("arn:one", {})).toMatchObject({ name: "one" });
    expect(failed.at(-1)).toContain(message);
  });

  test("show an error's stack down to the handler, without the runner's own frames", async () => {
    await pool.invoke("arn:one", { do: "throw" }).catch(() => undefined);
    expect(failed.at(-1)).toContain("index.mjs:6");
    expect(failed.at(-1)).not.toMatch(/thread\.ts|node:internal/);
  });

  test("a call waits for the instance that is free first, not for a new one to load", async () => {
    expect(await pool.invoke("late", { ms: 0 })).toBe(1);
    const calls = [20, 20, 20].map((ms) => pool.invoke("late", { ms }));
    expect(await Promise.all(calls)).toEqual([2, 3, 4]);
  });

  test("an answer of nothing is null", async () => {
    expect(await pool.invoke("arn:one", { do: "nothing" })).toBeNull();
  });

  test("a function that cannot be loaded says why, at every call", async () => {
    await expect(pool.invoke("arn:broken", {})).rejects.toThrow("missing variable");
    await expect(pool.invoke("arn:broken", {})).rejects.toThrow("missing variable");
  });

  test("end with the pool, and so do the calls that wait for their turn", async () => {
    const other = createPool({
      functions: [declared("slow", { timeoutSeconds: 60 })],
      instancesPerFunction: 1,
      environmentOf: () => ({}),
      console: { lines: () => () => undefined, failed: () => undefined, close: () => undefined },
    });
    const calls = [1, 2, 3].map(() => other.invoke("slow", { do: "hang" }));
    const settled = Promise.allSettled(calls);
    await other.stop();
    expect((await settled).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    await expect(other.invoke("slow", {})).rejects.toThrow("stopping");
  });

  test("a function that is not in the template is refused", async () => {
    await expect(pool.invoke("arn:nobody", {})).rejects.toThrow("arn:nobody");
  });
});
