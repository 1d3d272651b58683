import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { sampleOf } from "../support/samples.ts";

const root = resolve(import.meta.dirname, "../..");
const run = promisify(execFile);

/** Pages that show how to use it, and the file that a reader would make of each. */
const pages = [
  ["client/README.md", "readme"],
  ["README.md", "first"],
  ["docs/api/client-libraries.md", "guide"],
] as const;

let project: string;

/** A project that has nothing but the package. */
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "clientele-partner-"));
  await run("npm", ["pack", "--workspace", "client", "--pack-destination", project], { cwd: root });
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  await writeFile(join(project, "package.json"), JSON.stringify({ name: "partner", private: true, type: "module" }));
  const install = ["install", "--offline", "--no-audit", "--no-fund", `./clientele-client-${version}.tgz`];
  await run("npm", install, { cwd: project });
  await cp(join(root, "test/e2e/client-package/program.ts"), join(project, "program.ts"));
  for (const [page, file] of pages) await writeFile(join(project, `${file}.ts`), (await sampleIn(page)).program);
});
afterAll(() => rm(project, { recursive: true, force: true }));

describe("the packed client in an empty project", () => {
  test.each([
    ["client/node_modules/typescript", "bundler"],
    ["node_modules/typescript", "nodenext"],
  ])("compiles strictly with the compiler in %s, modules found as by %s", compile);

  test("does what a partner expects of it", async () => {
    expect(await outputOf("program.js")).toEqual([
      '{"sent":2}',
      '{"found":[true]}',
      '{"all pages":true}',
      '{"problem":[422,"validation-failed",true]}',
      '{"filter":["field.nope"]}',
      '{"timeout":true}',
      '{"versions":["Vu","version-mismatch"]}',
      '{"busy":[503,201]}',
    ]);
  });

  test.each(pages)("prints what %s says", async (page, file) => {
    const printed = await outputOf(`${file}.js`);
    expect(printed).toEqual(expect.arrayContaining((await sampleIn(page)).prints));
  });
});

const sampleIn = (page: string) => {
  const { url, accounts } = inject("stack");
  return sampleOf(page, "ts", { url, account: accounts[0] });
};

const compile = async (compiler: string, moduleResolution: string): Promise<void> => {
  const compilerOptions = {
    target: "es2022",
    module: moduleResolution === "bundler" ? "esnext" : moduleResolution,
    moduleResolution,
    lib: ["es2022", "dom", "dom.iterable", "dom.asynciterable"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
  };
  await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  const tsc = join(root, compiler, "bin/tsc");
  await run(process.execPath, [tsc], { cwd: project }).catch(({ stdout }) => expect.fail(stdout));
};

/** Lines that a program prints, run against the stack with the key of its account. */
const outputOf = async (file: string): Promise<string[]> => {
  const { url, accounts } = inject("stack");
  const settings = JSON.stringify({ baseUrl: url, token: accounts[0]?.apiKey });
  const program = `globalThis.settings = ${settings}; await import("./${file}");`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], { cwd: project });
  return stdout.trim().split("\n");
};
