import { Duration } from "aws-cdk-lib";
import { privacy } from "../../functions/privacy/manifest.ts";
import type { AppStack } from "../stacks/app-stack.ts";
import { Feature } from "./feature.ts";

/** What people may ask of a business: all that it keeps about them, and its end. */
export class Privacy extends Feature {
  constructor(app: AppStack) {
    super(app, privacy);
    this.api();

    const { files, quarantine, table } = app;
    const worker = this.worker("run-privacy-job", { memory: 1024, timeout: Duration.minutes(15) });
    table.grantWrite(worker);
    files.grantRead(worker);
    files.grantWrite(worker);
    files.grantErase(worker);
    quarantine.grantErase(worker);
    quarantine.setVariables(worker);
    const requested = { types: ["job.requested"], resource: { kind: ["erasure", "person_export"] } };
    const queue = this.onOwnQueue(requested, "privacy", worker, {
      batchSize: 1,
      impact: "Somebody who asked for it is not erased, or does not get what is kept about them: the law sets a term.",
    });
    // What one run does not finish, it leaves to the next.
    queue.grantSend(worker);
  }
}
