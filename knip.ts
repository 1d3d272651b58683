import type { KnipConfig } from "knip";
import { entryPoints } from "./scripts/entry-points.ts";

export default {
  workspaces: {
    ".": {
      entry: [
        "bin/clientele.ts",
        "local/start.ts",
        // Run by the start on one machine.
        "scripts/build-for-one-machine.ts",
        "scripts/reference.ts",
        // Started as a process of its own by a test.
        "test/support/run-stack.ts",
        // Compiled and run in a project of its own by a test.
        "test/e2e/client-package/program.ts",
        // Found by the benchmarks, by their folders.
        "bench/*/findings.ts",
        "bench/capacity/routes/*.ts",
        "functions/*/{capacity,capacity-*}.ts",
        // Started by the script beside it.
        "judges/*/judge.ts",
        // Bundled into the reference page and into the pages of links.
        "scripts/reference-search.ts",
        "functions/*/pages/browser/*.ts",
        "local/control/page/page.ts",
        // The OpenAPI document takes the names of its shapes from what these export.
        "functions/*/schemas.ts",
        // It takes what is said of fields from these.
        "functions/*/descriptions.ts",
        // The kinds of e-mails, samples of them and of pages are found by tests.
        "functions/*/{mails,mail-samples,page-samples}.ts",
        "test/unit/functions/*/sent-mails.ts",
        // So does what webhooks tell.
        "functions/*/event-schemas.ts",
        ...Object.values(await entryPoints()),
      ],
      project: ["{bin,lib,functions,shared,local,scripts,test,bench,judges}/**/*.ts"],
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
