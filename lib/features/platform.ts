import { platform } from "../../functions/platform/manifest.ts";
import type { AppStack } from "../stacks/app-stack.ts";
import { Feature } from "./feature.ts";

/** Health, the API's description, and the answer to whatever is no route of ours. */
export class Platform extends Feature {
  constructor(app: AppStack) {
    super(app, platform);
    const api = this.publicApi();
    app.http.fallback(api);
  }
}
