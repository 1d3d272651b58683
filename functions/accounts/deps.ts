import { buildApiDeps, type Deps } from "../../shared/app/deps.ts";
import { env } from "../../shared/env.ts";
import { lazy } from "../../shared/lazy.ts";
import type { People } from "./people.ts";

export interface AccountsDeps extends Deps {
  /** Loaded with the first sign-in or invitation: everything else never pays for Cognito's client. */
  people: () => Promise<People>;
  /** Whether strangers may open an account on this stage. */
  signUpOpen: boolean;
  /** Where our pages and pictures live, without a slash at the end. */
  publicUrl: string;
}

export const buildDeps = (): AccountsDeps => ({
  ...buildApiDeps(),
  people: lazy(async () => {
    const { peopleOf } = await import("./cognito-people.ts");
    return peopleOf({ userPoolId: env.userPoolId(), clientId: env.userPoolClientId() });
  }),
  signUpOpen: env.signUpOpen(),
  publicUrl: env.publicUrl(),
});
