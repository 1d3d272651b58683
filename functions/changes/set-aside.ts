import type { QueueSender } from "../../shared/aws/queue-sender.ts";

/** A record that cannot be followed: where its item stands, and what kind of error it makes. Nothing of what it says. */
export interface PoisonRecord {
  key: unknown;
  sequenceNumber: string;
  error: string;
}

export type SetAside = (record: PoisonRecord) => Promise<void>;

/** Puts poison records where an alarm tells of them: docs/runbook.md says how they are brought back. */
export const setAsideInto =
  (queue: QueueSender, url: () => string): SetAside =>
  (record) =>
    queue.send(url(), record);
