import { jobs } from "../../functions/jobs/manifest.ts";
import type { AppStack } from "../stacks/app-stack.ts";
import { Feature } from "./feature.ts";

/** What became of long work, whoever does it. */
export class Jobs extends Feature {
  constructor(app: AppStack) {
    super(app, jobs);
    this.api();
  }
}
