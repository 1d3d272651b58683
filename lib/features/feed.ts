import { feed } from "../../functions/feed/manifest.ts";
import { backgroundOf } from "../background.ts";
import type { AppStack } from "../stacks/app-stack.ts";
import { Feature } from "./feature.ts";

/**
 * What partner systems follow. Whoever waits for something new holds a function instance meanwhile: a small one, and no more of
 * them than a share of what the AWS account has.
 */
export class Feed extends Feature {
  constructor(app: AppStack) {
    super(app, feed);
    const api = this.api({ memory: 512 });
    api.setVariable("WAITING_PLACES", String(backgroundOf(app.settings.concurrency).waiting));
  }
}
