import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { bundlesFolder } from "./assembly/load.ts";
import { compiledFolder } from "./compiled.ts";
import { waitForLock } from "./lock.ts";
import { StartRefused } from "./refused.ts";

const projectDir = resolve(import.meta.dirname, "..");

/** Everything that decides what the cloud assembly looks like. */
const sources = ["bin", "lib", "functions", "shared", "scripts", "cdk.json", "package.json", "package-lock.json"];

/** Another start may still run functions out of an older assembly. */
const assembliesKept = 4;

interface BuildOptions {
  cacheDir: string;
  region: string;
  accountId: string;
  log(line: string): void;
  signal?: AbortSignal;
}

/** Folder of the cloud assembly of the sources as they are: built and synthesised when they have changed. */
export const prepareAssembly = async (options: BuildOptions): Promise<string> => {
  const { cacheDir, log, signal } = options;
  const folder = join(cacheDir, "assemblies");
  const assembly = join(folder, hashOfSources());
  if (existsSync(assembly)) return assembly;
  const lock = await waitForLock(join(cacheDir, "build.lock"));
  try {
    if (existsSync(assembly)) return assembly;
    log("Building the functions and synthesising the stacks …");
    forgetDrafts(folder);
    // Of its own name: what a start that was killed has begun may still be writing.
    const draft = mkdtempSync(join(folder, draftPrefix));
    await makeInto(draft, options, signal);
    renameSync(draft, assembly);
    forgetOldest(folder);
    return assembly;
  } finally {
    lock.release();
  }
};

/** Side by side: templates name bundles by their place beside them, and the API's description follows from the sources. */
const makeInto = async (draft: string, options: BuildOptions, signal?: AbortSignal): Promise<void> => {
  const bundles = join(draft, bundlesFolder);
  const failed = new AbortController();
  const run = (parameters: string[], environment: Record<string, string> = {}) =>
    runNode(
      [...shortLived, ...parameters],
      { ...compileCache(options.cacheDir), ...environment },
      AbortSignal.any([failed.signal, ...(signal ? [signal] : [])]),
    ).catch((error) => {
      failed.abort();
      throw error;
    });
  const parts = await Promise.allSettled([
    run(["bin/clientele.ts"], synthEnvironment(draft, options)),
    run(["scripts/build-for-one-machine.ts", bundles]),
    run(["scripts/reference.ts", bundles]),
  ]);
  // The first to fail ended the others.
  const reasons = parts.flatMap((part) => (part.status === "rejected" ? [part.reason] : []));
  if (reasons.length > 0) throw reasons.find((reason) => reason instanceof StartRefused) ?? reasons[0];
};

const synthEnvironment = (outdir: string, { region, accountId }: BuildOptions): Record<string, string> => ({
  CDK_OUTDIR: outdir,
  // The library's template validator takes three seconds; CI has it on.
  CDK_VALIDATION: "false",
  CDK_DISABLE_STACK_TRACE: "true",
  CDK_CONTEXT_JSON: JSON.stringify({ ...contextOfProject(), stage: "local", example: true, oneMachine: true }),
  CDK_DEFAULT_REGION: region,
  CDK_DEFAULT_ACCOUNT: accountId,
});

const contextOfProject = (): object => JSON.parse(readFileSync(join(projectDir, "cdk.json"), "utf8")).context ?? {};

/** Of no use to a first build, which it would cost a tenth of a second; an edit is rarely the last one. */
const compileCache = (cacheDir: string): Record<string, string> =>
  readdirSync(join(cacheDir, "assemblies")).some((name) => !name.startsWith(draftPrefix))
    ? { NODE_COMPILE_CACHE: compiledFolder }
    : {};

/** They live for seconds: a larger young generation is collected a few times, and by the thread that works. */
const shortLived = ["--max-semi-space-size=64", "--single-threaded-gc"];

const runNode = (parameters: string[], environment: Record<string, string>, signal: AbortSignal): Promise<void> => {
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, parameters, {
    cwd: projectDir,
    env,
    signal,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((done, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) done();
      else reject(new StartRefused(`node ${parameters.join(" ")} failed:\n${output.trim()}`));
    });
  });
};

const hashOfSources = (): string => {
  const hash = createHash("sha256").update(process.version);
  for (const source of sources) {
    for (const file of filesUnder(join(projectDir, source)))
      hash.update(file.slice(projectDir.length)).update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 20);
};

const filesUnder = (path: string): string[] => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  if (found.isFile()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesUnder(join(path, name)));
};

const draftPrefix = "draft-";

/** Those of starts that were killed. */
const forgetDrafts = (folder: string): void => {
  mkdirSync(folder, { recursive: true });
  for (const name of globSync(`{${draftPrefix}*,*.draft}`, { cwd: folder }))
    rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 10 });
};

const forgetOldest = (folder: string): void => {
  const age = (name: string) => statSync(join(folder, name)).mtimeMs;
  const oldest = readdirSync(folder)
    .toSorted((a, b) => age(b) - age(a))
    .slice(assembliesKept);
  for (const name of oldest) rmSync(join(folder, name), { recursive: true, force: true });
};
