import { pages } from "../../functions/pages/manifest.ts";
import type { AppStack } from "../stacks/app-stack.ts";
import { Feature } from "./feature.ts";

/** What clients say of our e-mails, by a signed link; and the way to the pages of the features from links of former days. */
export class Pages extends Feature {
  constructor(app: AppStack) {
    super(app, pages);
    const api = this.publicApi();
    app.table.grantWrite(api);
    app.signing.grantRead(api);
  }
}
