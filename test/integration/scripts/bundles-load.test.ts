import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle } from "../../../scripts/bundle.ts";

const root = resolve(import.meta.dirname, "../../..");
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bundles-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// What is loaded on demand is loaded by no start: a package that cannot stand in a bundle shows with the first file.
test.each(["documents/receive-upload", "imports/run-import", "campaigns/api", "clients/run-bulk"])(
  "every piece of the bundle of %s can be loaded",
  async (name) => {
    const target = join(folder, name);
    await bundle(join(root, "functions", `${name}.ts`), target, join(root, "dist/functions", name));
    const pieces = (await readdir(target)).filter((file) => file.endsWith(".mjs")).map((file) => join(target, file));
    const load = `for (const piece of ${JSON.stringify(pieces)}) await import(piece);`;
    const ran = promisify(execFile)(process.execPath, ["--input-type=module", "-e", load]);
    await expect(ran).resolves.toMatchObject({ stderr: "" });
  },
);
