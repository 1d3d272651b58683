import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { sentenceFor } from "../../../local/refused.ts";

const { free } = vi.hoisted(() => ({ free: { blocks: 1_000_000 } }));
vi.mock("node:fs", async (original) => ({
  ...(await original<typeof import("node:fs")>()),
  statfsSync: () => ({ bavail: free.blocks, bsize: 4096 }),
}));

const folder = mkdtempSync(join(tmpdir(), "refused-"));
afterAll(() => rmSync(folder, { recursive: true }));
const full = `The disk that holds ${folder} is full. Free some room, then start again; nothing is lost.`;

test.each([
  Object.assign(new Error("write"), { code: "ENOSPC" }),
  Object.assign(new Error("database or disk is full"), { code: "ERR_SQLITE_ERROR", errcode: 13 }),
  new Error("The demo data could not be made: http://127.0.0.1:4000/v1/accounts answered 500"),
])("a start on a full disk says so, whatever it ran into: %s", (error) => {
  free.blocks = 10;
  expect(sentenceFor(error, folder)).toBe(full);
});

test("a fault of ours is no matter of the disk", () => {
  free.blocks = 1_000_000;
  expect(sentenceFor(new TypeError("undefined is not a function"), folder)).toBeUndefined();
});
