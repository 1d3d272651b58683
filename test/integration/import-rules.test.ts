import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";

const root = resolve(import.meta.dirname, "../..");
const project = mkdtempSync(join(tmpdir(), "import-rules-"));
afterAll(() => rmSync(project, { recursive: true }));

/** What a file imports, and whether it may. */
const forbidden: [file: string, imported: string][] = [
  ["functions/clients/list.ts", "../accounts/store.ts"],
  ["functions/clients/list.ts", "../../lib/config.ts"],
  ["functions/clients/list.ts", "aws-cdk-lib/aws-s3"],
  ["functions/clients/list.ts", "../../bench/capacity/case.ts"],
  ["functions/clients/capacity.ts", "../../test/support/deps.ts"],
  ["functions/imports/parse/csv.ts", "../../clients/store.ts"],
  ["functions/imports/parse/csv.ts", "../../../local/start.ts"],
  ["lib/features/clients.ts", "../../functions/clients/store.ts"],
  ["lib/features/clients.ts", "../../scripts/build.ts"],
  ["bin/clientele.ts", "../shared/errors.ts"],
  ["shared/ids.ts", "../functions/clients/store.ts"],
  ["shared/ids.ts", "../test/support/deps.ts"],
  ["shared/ids.ts", "aws-cdk-lib"],
  ["shared/http/problem.ts", "../db/table.ts"],
  ["shared/db/table.ts", "../http/problem.ts"],
  ["local/start.ts", "../functions/clients/store.ts"],
  ["local/start.ts", "../test/support/deps.ts"],
  ["scripts/build.ts", "../test/support/deps.ts"],
];
const allowed: [file: string, imported: string][] = [
  ["functions/clients/list.ts", "./store.ts"],
  ["functions/clients/list.ts", "../../shared/db/table.ts"],
  ["functions/clients/run-bulk.ts", "../jobs/kinds.ts"],
  ["functions/clients/capacity.ts", "../../bench/capacity/case.ts"],
  ["functions/changes/records.ts", "../kinds.ts"],
  ["functions/accounts/own-address/send-code.ts", "../../clients/kinds.ts"],
  ["functions/imports/parse/csv.ts", "../run-import.ts"],
  ["functions/imports/parse/csv.ts", "../../../shared/errors.ts"],
  ["lib/features/clients.ts", "../../functions/clients/manifest.ts"],
  ["lib/features/clients.ts", "../../functions/clients/kinds.ts"],
  ["lib/features/changes.ts", "../../functions/kinds.ts"],
  ["bin/clientele.ts", "../lib/config.ts"],
  ["shared/app/api.ts", "../db/table.ts"],
  ["shared/http/problem.ts", "../errors.ts"],
  ["local/start.ts", "../scripts/build.ts"],
  ["test/unit/ids.test.ts", "../../functions/clients/store.ts"],
];
const readers: [file: string, mayRead: boolean][] = [
  ["shared/env.ts", true],
  ["local/stage.ts", true],
  ["shared/log.ts", false],
  ["functions/clients/deps.ts", false],
  ["lib/config.ts", false],
];

const Report = z.object({
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
});

/** For each planted file, whether the rule found something in it. */
const findings = (rule: string, sources: { file: string; source: string }[]): boolean[] => {
  for (const { file, source } of sources) {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), source);
  }
  cpSync(join(root, "biome.json"), join(project, "biome.json"));
  const biome = join(root, "node_modules/.bin/biome");
  const run = spawnSync(
    biome,
    ["lint", "--vcs-enabled=false", "--max-diagnostics=none", "--reporter=json", ...sources.map(({ file }) => file)],
    {
      cwd: project,
      encoding: "utf8",
    },
  );
  const { diagnostics } = Report.parse(JSON.parse(run.stdout));
  const found = diagnostics.filter(({ category }) => category === `lint/style/${rule}`);
  return sources.map(({ file }) => found.some(({ location }) => location.path === file));
};

describe("the import rules", () => {
  const sourceOf = (imported: string) => `import { it } from "${imported}";\n\nit();\n`;
  const cases = [...forbidden, ...allowed].map(([file, imported], index) => ({
    file: file.replace(/\.ts$/, `-${index}.ts`),
    source: sourceOf(imported),
  }));
  const caught = findings("noRestrictedImports", cases);

  it.each(forbidden.map((pair, index) => [...pair, index] as const))("forbid %s to import %s", (_f, _i, index) => {
    expect(caught[index]).toBe(true);
  });

  it.each(allowed.map((pair, index) => [...pair, forbidden.length + index] as const))(
    "let %s import %s",
    (_f, _i, index) => {
      expect(caught[index]).toBe(false);
    },
  );
});

describe("the environment", () => {
  const caught = findings(
    "noProcessEnv",
    readers.map(([file]) => ({ file, source: "export const stage = process.env.STAGE;\n" })),
  );

  it.each(readers.map(([file, mayRead], index) => [file, mayRead, index] as const))(
    "may be read by %s: %s",
    (_f, mayRead, index) => {
      expect(caught[index]).toBe(!mayRead);
    },
  );
});
