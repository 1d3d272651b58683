import type { AppStack } from "../stacks/app-stack.ts";
import { Accounts } from "./accounts.ts";
import { Changes } from "./changes.ts";
import { Clients } from "./clients.ts";
import { Documents } from "./documents.ts";
import type { Feature } from "./feature.ts";
import { Jobs } from "./jobs.ts";
import { Platform } from "./platform.ts";

/** The features of the product, each mounted by one line. */
export const features: readonly (new (app: AppStack) => Feature)[] = [
  Platform,
  Accounts,
  Clients,
  Jobs,
  Documents,
  Changes,
];
