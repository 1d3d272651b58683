import { queueConsumer } from "../../shared/app/queue.ts";
import { readDomainEvent } from "../../shared/events/read-event.ts";
import { buildMailingDeps } from "../../shared/messaging/mailing-deps.ts";
import { tellOwners } from "./owner-mail.ts";

/** `campaign.paused`: by somebody, who knows, or by itself, which the owners must hear. */
export const handler = queueConsumer(readDomainEvent, buildMailingDeps, (event, deps) => tellOwners(event, deps));
