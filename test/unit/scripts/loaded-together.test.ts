import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../../../scripts/bundle.ts";

let folder = "";
let outputs: Metafile["outputs"] = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bundle-"));
  ({ outputs } = await bundle("functions/jobs/api.ts", join(folder, "api")));
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const loadedWith = (file: string): string[] =>
  (outputs[file]?.imports ?? [])
    .filter(({ kind, external }) => kind === "import-statement" && !external)
    .map(({ path }) => path);

const entry = () => Object.keys(outputs).find((file) => file.endsWith("/index.mjs")) ?? "";

describe("a function", () => {
  it("loads one file at its start, and its entry names no more than that", () => {
    expect(loadedWith(entry())).toHaveLength(1);
    expect(outputs[entry()]?.bytes).toBeLessThan(500);
    for (const file of loadedWith(entry())) expect(loadedWith(file)).toEqual([]);
  });

  it("keeps apart what it loads on demand", () => {
    const [start = ""] = loadedWith(entry());
    const onDemand = (outputs[start]?.imports ?? []).filter(
      ({ kind, external }) => kind === "dynamic-import" && !external,
    );
    expect(onDemand.length).toBeGreaterThan(2);
    for (const { path } of onDemand) expect(outputs[path]?.bytes).toBeLessThan(outputs[start]?.bytes ?? 0);
  });
});
