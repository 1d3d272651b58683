import type { KnipConfig } from "knip";
import { entryPoints } from "./scripts/build.ts";

export default {
  workspaces: {
    ".": {
      entry: [
        "bin/clientele.ts",
        "local/start.ts",
        // Started as a process of its own by a test.
        "test/support/run-stack.ts",
        // Compiled and run in a project of its own by a test.
        "test/e2e/client-package/program.ts",
        // Started by the script beside it.
        "judges/*/judge.ts",
        // Bundled into the reference page.
        "scripts/reference-search.js",
        // The OpenAPI document takes the names of its shapes from what these export.
        "functions/*/schemas.ts",
        ...Object.values(await entryPoints()),
      ],
      project: ["{bin,lib,functions,shared,local,scripts,test,bench,judges}/**/*.ts", "scripts/*.js"],
      // Its Java archive is started, nothing of it is imported.
      ignoreDependencies: ["amplify-dynamodb-simulator"],
    },
    client: {
      project: ["src/**/*.ts"],
      // Its command is started by the build.
      ignoreDependencies: ["openapi-typescript"],
    },
  },
  // A function's own words for what it takes and gives are no waste, even when nobody else says them.
  ignoreExportsUsedInFile: { interface: true, type: true },
} satisfies KnipConfig;
