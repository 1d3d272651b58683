import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LockedError, takeLock } from "../../../local/lock.ts";
import { findPort } from "../../../local/port.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a lock is held once, and free again after its release", () => {
  const file = join(folder, "deep", "lock");
  const lock = takeLock(file);
  expect(() => takeLock(file)).toThrow(LockedError);
  lock.release();
  expect(existsSync(file)).toBe(false);
  takeLock(file).release();
});

test("a lock whose process is gone, or that cannot be read, is taken over", async () => {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  const file = join(folder, "lock");
  for (const content of [JSON.stringify({ pid: child.pid }), '{"pid":']) {
    writeFileSync(file, content);
    takeLock(file).release();
  }
});

test("a process number that went to another process holds nothing", () => {
  const file = join(folder, "lock");
  writeFileSync(file, JSON.stringify({ pid: process.pid, began: "another boot 1" }));
  takeLock(file).release();
});

test("a taken port is named, with the way out", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  await expect(findPort(port)).rejects.toThrow(
    `Port ${port} is taken. Stop what uses it, or choose another: PORT=${port + 1}`,
  );
  await new Promise((resolve) => server.close(resolve));
  expect(await findPort(port)).toBe(port);
  expect(await findPort(0)).toBeGreaterThan(0);
});
