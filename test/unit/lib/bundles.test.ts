import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Stack } from "aws-cdk-lib";
import { Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundlesBeside, bundlesIn } from "../../../lib/bundles.ts";
import { bundlesFolder, loadAssembly } from "../../../local/assembly/load.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bundles-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a bundle that is made beside the templates is found there, whichever of the two was first", () => {
  const app = new App({ outdir: folder });
  const stack = new Stack(app, "App");
  const code = bundlesBeside("clients", "api");
  new LambdaFunction(stack, "Api", { runtime: Runtime.NODEJS_24_X, handler: "index.handler", code });
  app.synth();
  const bundle = join(folder, bundlesFolder, "functions/clients/api");
  mkdirSync(bundle, { recursive: true });

  const { assets, stacks } = loadAssembly(folder);
  const functions = Object.values(stacks[0]?.template.Resources ?? {}).filter(
    ({ Type }) => Type === "AWS::Lambda::Function",
  );
  expect(functions).toHaveLength(1);
  expect(functions[0]?.Properties?.Code).toMatchObject({ S3Key: "functions/clients/api" });
  expect(assets.get("functions/clients/api")).toBe(bundle);
});

test("a function without a bundle is refused before anything is deployed", () => {
  expect(() => bundlesIn(folder)("clients", "nothing")).toThrow(
    'functions/clients/nothing.ts has no bundle: it exports no handler, or "npm run build" is due.',
  );
});
