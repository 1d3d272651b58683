import { globSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

// Nothing in a test may reach a real account: the region and the keys are made up.
const env = {
  TZ: "UTC",
  AWS_REGION: "ca-central-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
};

/** A machine with much else to do takes a minute for what is done in a second: only what never happens may fail of it. */
const patient = { testTimeout: 60_000, expect: { poll: { timeout: 30_000 } } };

/** Tests that start, kill and restart machines of their own; they wait more than they work. */
const ownStacks = ["campaign-crash", "runbook", "stops", "walks"].map((name) => `test/e2e/${name}.test.ts`);

/** Tests that put something in a module's place: they load modules of their own, all others share what was loaded. */
const replacing = globSync("test/unit/**/*.test.ts").filter((file) => /\bvi\.mock\(/.test(readFileSync(file, "utf8")));

export default defineConfig({
  test: {
    passWithNoTests: true,
    reporters: ["default", "./test/support/closing-line.ts"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          exclude: ["test/unit/lib/**", ...replacing],
          setupFiles: ["test/support/no-network.ts", "test/support/no-locale.ts"],
          env,
          ...patient,
          // What a file loads is most of its time: two thirds of the processor's, when each loads its own.
          isolate: false,
          maxWorkers: "100%",
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "replacing",
          include: replacing,
          setupFiles: ["test/support/no-network.ts"],
          env,
          ...patient,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // The CDK takes seconds to load: its tests share one.
        test: {
          name: "infrastructure",
          include: ["test/unit/lib/**/*.test.ts"],
          setupFiles: ["test/support/no-network.ts"],
          env,
          isolate: false,
          maxWorkers: 1,
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          globalSetup: ["test/support/dynamodb-server.ts"],
          env,
          ...patient,
          isolate: false,
          hookTimeout: 120_000,
          maxWorkers: "100%",
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "stacks",
          include: ownStacks,
          env,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: "100%",
          // Beside the integration tests, which keep the other core.
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          exclude: ownStacks,
          globalSetup: ["test/e2e/setup.ts"],
          env,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
