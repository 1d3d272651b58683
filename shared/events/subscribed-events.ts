import type { AccountId, ClientId } from "../ids.ts";
import type { DomainEvent } from "./event.ts";

/** The detail type of what the relay collects for webhooks. */
export const SUBSCRIBED = "webhook.events_collected";

/** An event that a webhook wants to hear of, and whose client it tells of. */
export interface SubscribedEvent extends DomainEvent {
  clientId?: ClientId;
}

/**
 * Events of one account that some webhook of its wants to hear of, collected: so that an account without webhooks costs
 * nothing more, and a flood of changes is few messages.
 */
export interface SubscribedEvents {
  accountId: AccountId;
  events: SubscribedEvent[];
}
