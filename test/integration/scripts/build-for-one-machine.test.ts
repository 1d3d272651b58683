import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildBundles } from "../../../scripts/build.ts";
import { buildForOneMachine } from "../../../scripts/build-for-one-machine.ts";
import { entryPoints } from "../../../scripts/entry-points.ts";
import { writeReference } from "../../../scripts/reference.ts";

const dist = resolve(import.meta.dirname, "../../../dist");
let outdir: string;
beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), "bundles-"));
});
afterAll(() => rm(outdir, { recursive: true, force: true }));

test("one machine runs what is deployed, where that is of today's sources", async () => {
  const [deployed, copied] = [join(outdir, "deployed"), join(outdir, "copied")];
  await buildBundles(deployed, dist);
  await buildForOneMachine(copied, deployed);
  const files = await filesIn(copied);
  expect(files).toEqual((await filesIn(deployed)).filter((file) => /\.mjs(\.map)?$/.test(file)));
  const differing = files.filter(
    (file) => !readFileSync(join(copied, file)).equals(readFileSync(join(deployed, file))),
  );
  expect(differing).toEqual([]);
  expect(files.filter((file) => file.startsWith("shared/"))).toEqual([]);
}, 300_000);

test("else it makes bundles of every function at once, which can be loaded and share what they have in common", async () => {
  const made = join(outdir, "made");
  await Promise.all([buildForOneMachine(made, join(outdir, "nothing")), writeReference(made)]);
  const bundles = Object.keys(await entryPoints()).map((name) => join(made, name, "index.mjs"));
  expect(bundles.filter((file) => !existsSync(file))).toEqual([]);
  const load = `for (const bundle of ${JSON.stringify(bundles.filter((file) => file.includes("clients/")))}) await import(bundle);`;
  const ran = promisify(execFile)(process.execPath, ["--input-type=module", "-e", load]);
  await expect(ran).resolves.toMatchObject({ stderr: "" });
  for (const file of ["openapi.json", "docs.html"])
    expect(existsSync(join(made, "functions/platform/api", file))).toBe(true);
  const shared = (await filesIn(made)).filter((file) => /^shared\/.*\.mjs$/.test(file));
  expect(shared.length).toBeGreaterThan(0);
  // What stands beside a function would not be found from there.
  expect(shared.filter((file) => readFileSync(join(made, file), "utf8").includes("import.meta"))).toEqual([]);
}, 300_000);

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
