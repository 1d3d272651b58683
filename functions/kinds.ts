import { scopesIn } from "../shared/events/event-scope.ts";
import { type Kinds, kindsIn } from "../shared/events/kind.ts";
import type { Scope } from "../shared/http/scopes.ts";
import * as accounts from "./accounts/kinds.ts";
import * as campaigns from "./campaigns/kinds.ts";
import * as clients from "./clients/kinds.ts";
import * as conversations from "./conversations/kinds.ts";
import * as documents from "./documents/kinds.ts";
import * as jobs from "./jobs/kinds.ts";
import * as timers from "./timers/kinds.ts";
import * as webhooks from "./webhooks/kinds.ts";

/** Every kind of thing whose changes are told, each declared by its feature. What is of no kind here changes in silence. */
export const kinds: Kinds = kindsIn(accounts, campaigns, clients, conversations, documents, jobs, timers, webhooks);

/** Everything that a caller may be allowed. */
export const scopes: readonly Scope[] = scopesIn(kinds);
