import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestAccount } from "../support/open-account.ts";
import { until } from "../support/until.ts";

const root = resolve(import.meta.dirname, "../..");
let work: string;
let child: ChildProcess;
let url: string;

type Template = {
  Resources: Record<string, { Type: string; Properties: { PolicyDocument?: { Statement: Statement[] } } }>;
};
type Statement = { Action: string | string[] };

/** The assembly that the running stack was made from: the newest one. */
const newestAssembly = async (): Promise<string> => {
  const folder = join(root, ".cache/assemblies");
  const all = await Promise.all(
    (await readdir(folder)).map(async (name) => ({
      path: join(folder, name),
      at: (await stat(join(folder, name))).mtimeMs,
    })),
  );
  const newest = all.sort((a, b) => b.at - a.at)[0];
  if (!newest) throw new Error("Nothing was synthesised yet.");
  return newest.path;
};

/** Takes one action out of the role of one function, as if its feature in the CDK app had not granted it. */
const withoutGrant = async (assembly: string, feature: RegExp, owner: RegExp, action: string): Promise<void> => {
  let taken = 0;
  for (const name of await readdir(assembly)) {
    if (!name.endsWith(".nested.template.json") || !feature.test(name)) continue;
    const template = JSON.parse(await readFile(join(assembly, name), "utf8")) as Template;
    for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
      if (Type !== "AWS::IAM::Policy" || !owner.test(id)) continue;
      for (const statement of Properties.PolicyDocument?.Statement ?? []) {
        const actions = [statement.Action].flat();
        if (!actions.includes(action)) continue;
        statement.Action = actions.filter((other) => other !== action);
        taken += 1;
      }
    }
    await writeFile(join(assembly, name), JSON.stringify(template));
  }
  if (taken === 0) throw new Error(`No policy matching ${owner} in ${feature} grants ${action}.`);
};

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), "clientele-grants-"));
  const assembly = join(work, "assembly");
  await cp(await newestAssembly(), assembly, { recursive: true });
  await withoutGrant(assembly, /AppClients/, /^Api/, "dynamodb:PutItem");
  child = spawn(process.execPath, ["test/support/run-stack.ts", assembly, join(work, "data")], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (!child.stdout) throw new Error("The stack has no output.");
  const [line] = await once(createInterface(child.stdout), "line");
  url = (JSON.parse(line) as { url: string }).url;
});

afterAll(async () => {
  if (child?.exitCode === null) {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  }
  await rm(work, { recursive: true, force: true });
});

test("a grant that the CDK app lacks fails on this machine as it would on AWS, by name", async () => {
  const { apiKey } = await openTestAccount(url, { name: "No grant", country: "CA", language: "fr" });
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const body = JSON.stringify({ name: "Nobody" });
  const answer = await fetch(`${url}/v1/clients`, { method: "POST", headers, body });
  expect(answer.status).toBe(500);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(await answer.text()).not.toContain("dynamodb");

  const read = await fetch(`${url}/v1/clients`, { headers });
  expect(read.status).toBe(200);

  const said = await until(async () => {
    const log = await readFile(join(work, "data/functions.log"), "utf8");
    return log.includes("is not authorized to perform") && log;
  }, "the refusal is logged");
  expect(said).toMatch(
    /User: arn:aws:sts::\d{12}:assumed-role\/\S*\/\S*clients\S* is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:\S+:table\/\S+/i,
  );
});
