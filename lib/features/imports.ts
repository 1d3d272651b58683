import { Duration } from "aws-cdk-lib";
import { imports } from "../../functions/imports/manifest.ts";
import type { FeatureFunction } from "../constructs/feature-function.ts";
import type { AppStack } from "../stacks/app-stack.ts";
import { Feature } from "./feature.ts";

/** Lists of clients from files, and files of clients. */
export class Imports extends Feature {
  constructor(app: AppStack) {
    super(app, imports);
    const api = this.api();
    app.files.grantRead(api);
    app.files.grantWrite(api);

    const runImport = this.#fileWorker("run-import");
    app.files.grantRead(runImport);
    const imported = this.onOwnQueue(jobsOf("import"), "imports", runImport, {
      batchSize: 1,
      impact: "An import stopped half-way: some clients of the file are there, others are not.",
    });
    // What one run does not finish, it leaves to the next.
    imported.grantSend(runImport);

    const runExport = this.#fileWorker("run-export");
    app.files.grantWrite(runExport);
    this.onOwnQueue(jobsOf("export"), "exports", runExport, {
      batchSize: 1,
      impact: "An export is never finished: whoever asked for it waits in vain.",
    });
  }

  #fileWorker(entry: string): FeatureFunction {
    const worker = this.worker(entry, { memory: 1024, timeout: Duration.minutes(15) });
    this.app.table.grantWrite(worker);
    return worker;
  }
}

const jobsOf = (kind: string) => ({ types: ["job.requested"], resource: { kind: [kind] } });
