import type { QueueAnswer } from "../../shared/app/queue.ts";
import { type StreamEvent, type StreamRecord, sequenceNumberOf } from "../../shared/db/stream.ts";

/** One delivery of a stream to its follower. */
export interface Delivery {
  /** Records at most. */
  size: number;
  /** Where the follower's position jumps back to before it, counted from the present one. */
  back?: number;
  /** The function dies in it: its answer, if it gives one, reaches nobody. */
  dies?: boolean;
}

type Follower = (event: StreamEvent, delivery: Delivery) => Promise<QueueAnswer>;

/**
 * Brings a stream to a follower as an event source mapping does: in order, from the first failed record on again; then
 * what is left, without trouble.
 */
export const deliver = async (records: readonly StreamRecord[], plan: readonly Delivery[], follower: Follower) => {
  let position = 0;
  const next = async (delivery: Delivery) => {
    position = Math.max(0, position - (delivery.back ?? 0));
    const batch = records.slice(position, position + delivery.size);
    if (batch.length === 0) return;
    const answer = await follower({ Records: [...batch] }, delivery).catch(() => undefined);
    if (!answer || delivery.dies) return;
    const [failed] = answer.batchItemFailures;
    const place = failed
      ? batch.findIndex((record) => sequenceNumberOf(record) === failed.itemIdentifier)
      : batch.length;
    if (place < 0) throw new Error("A failure names a record that was not delivered.");
    position += place;
  };
  for (const delivery of plan) await next(delivery);
  for (let rest = 0; position < records.length; rest++) {
    if (rest > records.length) throw new Error("The stream does not move on.");
    await next({ size: 7 });
  }
};
