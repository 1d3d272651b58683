import type { AppStack } from "../stacks/app-stack.ts";
import { Accounts } from "./accounts.ts";
import { Campaigns } from "./campaigns.ts";
import { Changes } from "./changes.ts";
import { Clients } from "./clients.ts";
import { Conversations } from "./conversations.ts";
import { Documents } from "./documents.ts";
import type { Feature } from "./feature.ts";
import { Feed } from "./feed.ts";
import { Imports } from "./imports.ts";
import { Jobs } from "./jobs.ts";
import { Pages } from "./pages.ts";
import { Platform } from "./platform.ts";
import { Privacy } from "./privacy.ts";
import { Timers } from "./timers.ts";
import { Webhooks } from "./webhooks.ts";

/** The features of the product, each mounted by one line. */
export const features: readonly (new (app: AppStack) => Feature)[] = [
  Platform,
  Accounts,
  Clients,
  Conversations,
  Jobs,
  Imports,
  Feed,
  Privacy,
  Documents,
  Pages,
  Campaigns,
  Timers,
  Webhooks,
  Changes,
];
