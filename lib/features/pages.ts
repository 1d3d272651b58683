import { pages } from "../../functions/pages/manifest.ts";
import type { AppStack } from "../stacks/app-stack.ts";
import { Feature } from "./feature.ts";

/** What clients see: a link is the key. Files they send go to quarantine and nowhere else; they get what is shared with them. */
export class Pages extends Feature {
  constructor(app: AppStack) {
    super(app, pages);
    const api = this.api();
    app.quarantine.grantWriteParts(api);
    app.files.grantRead(api);
  }
}
