import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildBundles, entryPoints } from "../../../scripts/build.ts";
import { buildForOneMachine } from "../../../scripts/build-for-one-machine.ts";

const dist = resolve(import.meta.dirname, "../../../dist");
let outdir: string;
beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), "bundles-"));
});
afterAll(() => rm(outdir, { recursive: true, force: true }));

test("one machine runs what is deployed, where that is of today's sources", async () => {
  const deployed = join(outdir, "deployed");
  await buildBundles(deployed, dist);
  expect(await buildForOneMachine(outdir, deployed)).toBe(deployed);
  expect(existsSync(join(outdir, "functions"))).toBe(false);
}, 120_000);

test("else it makes bundles of every function at once, which can be loaded, with the description of the API", async () => {
  expect(await buildForOneMachine(outdir, join(outdir, "nothing"))).toBe(outdir);
  const bundles = Object.keys(await entryPoints()).map((name) => join(outdir, name, "index.mjs"));
  expect(bundles.filter((file) => !existsSync(file))).toEqual([]);
  const load = `for (const bundle of ${JSON.stringify(bundles.filter((file) => file.includes("clients/")))}) await import(bundle);`;
  const ran = promisify(execFile)(process.execPath, ["--input-type=module", "-e", load]);
  await expect(ran).resolves.toMatchObject({ stderr: "" });
  for (const file of ["openapi.json", "docs.html"])
    expect(existsSync(join(outdir, "functions/platform/api", file))).toBe(true);
}, 60_000);
