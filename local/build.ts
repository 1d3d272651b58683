import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
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
  const assembly = join(cacheDir, "assemblies", hashOfSources());
  if (existsSync(assembly)) return assembly;
  const lock = await waitForLock(join(cacheDir, "build.lock"));
  try {
    if (existsSync(assembly)) return assembly;
    log("Building the functions and synthesising the stacks …");
    const bundles = await runNode(["scripts/build-for-one-machine.ts", join(cacheDir, "bundles")], {}, signal);
    const draft = `${assembly}.draft`;
    rmSync(draft, { recursive: true, force: true });
    await runNode(["bin/clientele.ts"], synthEnvironment(draft, bundles, options), signal);
    renameSync(draft, assembly);
    forgetOldest(join(cacheDir, "assemblies"));
    return assembly;
  } finally {
    lock.release();
  }
};

const synthEnvironment = (
  outdir: string,
  bundles: string,
  { region, accountId }: BuildOptions,
): Record<string, string> => {
  return {
    CDK_OUTDIR: outdir,
    // The library's template validator takes three seconds; CI has it on.
    CDK_VALIDATION: "false",
    CDK_CONTEXT_JSON: JSON.stringify({ ...contextOfProject(), stage: "local", example: true, bundles }),
    CDK_DEFAULT_REGION: region,
    CDK_DEFAULT_ACCOUNT: accountId,
  };
};

const contextOfProject = (): object => JSON.parse(readFileSync(join(projectDir, "cdk.json"), "utf8")).context ?? {};

const runNode = (parameters: string[], environment: Record<string, string>, signal?: AbortSignal): Promise<string> => {
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, parameters, {
    cwd: projectDir,
    env,
    signal,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [said, output] = ["", ""];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((done, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) done(said.trim());
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

const forgetOldest = (folder: string): void => {
  const age = (name: string) => statSync(join(folder, name)).mtimeMs;
  const oldest = readdirSync(folder)
    .toSorted((a, b) => age(b) - age(a))
    .slice(assembliesKept);
  for (const name of oldest) rmSync(join(folder, name), { recursive: true, force: true });
};
