import type { AppDeps } from "../../../shared/app/use-case.ts";
import type { BulkMailer } from "../../../shared/messaging/bulk-mailer.ts";
import type { Snapshots } from "../planning/snapshots.ts";
import type { Budget } from "./budget.ts";
import type { Templates } from "./bulk-call.ts";
import type { Pace } from "./pace.ts";
import type { ChunkMessage, Outbox } from "./queues.ts";

export interface SenderDeps extends AppDeps {
  snapshots: Snapshots;
  templates: Templates;
  chunks: Outbox<ChunkMessage>;
  /** The queue of the provider's events, for messages that must come after those that wait there. */
  events: Outbox<ChunkMessage>;
  mailer: BulkMailer;
  pace: Pace;
  /** What each account may send today. */
  budget: Budget;
  wait(milliseconds: number): Promise<void>;
  publicUrl: string;
  /** How long a claim holds: longer than a worker may live, shorter than a message stays invisible. */
  leaseSeconds: number;
  settling: Settling;
}

/**
 * When a recipient of whom nothing is known may be sent the e-mail again. The provider publishes an event for every
 * e-mail it takes ("Send", then "Delivery", "Bounce" …), and each carries campaign, chunk and recipient. That there is
 * none proves that the e-mail was not taken, provided that events had time to arrive and to be recorded. Hence three
 * conditions, one after the other:
 * - `seconds` have passed since the outcome became unknown (SES publishes within seconds; minutes are granted);
 * - a message sent then through the queue of events has come out of it, behind the events that waited there: with the
 *   recorder down or behind, nobody is sent anything twice;
 * - the time has passed after which events come again whose recorder died with them in its hands (`returnSeconds` of the
 *   recorder).
 * What remains is an event that EventBridge never got: SES delivers "best effort" there, so a loss is rare, not
 * impossible. The events of both kinds, Send and Delivery, would have to be lost.
 */
export interface Settling {
  seconds: number;
}
