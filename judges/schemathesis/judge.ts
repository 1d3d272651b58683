import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { scopes } from "../../functions/kinds.ts";
import { openTestAccount } from "../../test/support/open-account.ts";
import { idOf, sampleDataOf } from "../../test/support/sample-data.ts";
import { spawnStack } from "../../test/support/spawn-stack.ts";
import { explanationOf, objectionsIn } from "./objections.ts";

const [command = "schemathesis", seconds = "30", fullReport] = process.argv.slice(2);
const executable = resolve(command);
const KEYS = 5;

interface Description {
  paths: Record<string, Record<string, { parameters?: Parameter[]; responses: Record<string, unknown> }>>;
}
interface Parameter {
  in: string;
  name: string;
  schema: Record<string, unknown>;
  example?: unknown;
}

const home = await mkdtemp(join(tmpdir(), "clientele-judge-"));
const stack = await spawnStack(home);
const moreKeys = (apiKey: string): Promise<string[]> => {
  const keys = Array.from({ length: KEYS }, async (_, index) => {
    const answer = await fetch(`${stack.url}/v1/api-keys`, {
      method: "POST",
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      body: JSON.stringify({ name: `Judge ${index}`, scopes }),
    });
    return ((await answer.json()) as { secret: string }).secret;
  });
  return Promise.all(keys);
};

/** What Schemathesis prints. */
const judged = (described: string, keys: readonly string[]): string => {
  const options = [
    ["--url", stack.url],
    ["--phases", "examples,coverage,fuzzing"],
    ["--max-examples", "5"],
    ["--seed", "1"],
    "--generation-deterministic",
    ["--max-time", seconds],
    // Signing in and up is for people; a key that is revoked ends the run.
    ["--exclude-path-regex", "^/v1/(accounts|session|me/password|api-keys/)"],
    ["--suppress-health-check", "all"],
  ].flat();
  process.stdout.write(execFileSync(executable, ["--version"]));
  const { stdout } = spawnSync(executable, ["run", described, ...options, "--continue-on-failure", "--no-color"], {
    // It keeps what it finds where it is started.
    cwd: home,
    env: {
      ...process.env,
      API_KEYS: keys.join(","),
      SCHEMATHESIS_HOOKS: "hooks",
      PYTHONPATH: import.meta.dirname,
      PYTHONDONTWRITEBYTECODE: "1",
    },
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  const summary = stdout.lastIndexOf("= SUMMARY =");
  if (summary < 0) throw new Error(`Schemathesis did not come to an end:\n${stdout.slice(-2000)}`);
  process.stdout.write(stdout.slice(summary));
  return stdout;
};

try {
  const { apiKey } = await openTestAccount(stack.url, { name: "Judge", country: "CA", language: "fr" });
  const owned = await sampleDataOf(stack.url, apiKey, "Zebulon");
  const document = (await (await fetch(`${stack.url}/v1/openapi.json`)).json()) as Description;
  // What is erased or deleted answers 404 whatever else is asked of it.
  for (const path of ["/v1/clients/{id}/erase", "/v1/clients/{id}/purge"]) delete document.paths[path];
  for (const path of ["/v1/documents/{id}", "/v1/campaigns/{id}"]) delete document.paths[path]?.delete;
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const { parameters = [], responses } of Object.values(operations)) {
      // Whatever happens must be described by its status.
      delete responses.default;
      for (const parameter of parameters) {
        if (parameter.in !== "path" || !path.startsWith("/v1")) continue;
        // Ids that nobody has would only ever be 404.
        parameter.schema = { enum: [idOf(owned, path, parameter.name)] };
        delete parameter.example;
      }
    }
  }
  const described = join(home, "openapi.json");
  await writeFile(described, JSON.stringify(document));
  const report = judged(described, await moreKeys(apiKey));
  if (fullReport) await writeFile(fullReport, report);
  const objections = objectionsIn(report);
  const unexplained = objections.filter((objection) => explanationOf(objection) === undefined);
  process.stdout.write(unexplained.join("\n\n"));
  process.stdout.write(`${objections.length} objections, ${unexplained.length} of them unexplained\n`);
  if (unexplained.length > 0) process.exitCode = 1;
} finally {
  await stack.end("SIGTERM");
  await rm(home, { recursive: true, force: true });
}
