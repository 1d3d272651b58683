import { accounts } from "../../functions/accounts/manifest.ts";
import type { AppStack } from "../stacks/app-stack.ts";
import { Feature } from "./feature.ts";

/** Accounts, their people and keys, and signing in. */
export class Accounts extends Feature {
  constructor(app: AppStack) {
    super(app, accounts);
    const api = this.api();
    app.people.grantEnrol(api);
    api.tell("SIGN_UP", app.settings.signUp);
  }
}
