import { jobs } from "../../functions/jobs/manifest.ts";
import type { AppStack } from "../stacks/app-stack.ts";
import { Feature } from "./feature.ts";

/** The progress of long work, whatever feature does it. */
export class Jobs extends Feature {
  constructor(app: AppStack) {
    super(app, jobs);
    this.api();
  }
}
