import { EngineError, type JsonCall } from "../provision/engine-call.ts";
import type { StreamRecord } from "./batch-plan.ts";
import type { Checkpoint } from "./checkpoint.ts";

export interface Shard {
  ShardId: string;
  ParentShardId?: string;
}

export interface Page {
  shardId: string;
  records: StreamRecord[];
  /** True when the shard has given its last record. */
  closed: boolean;
}

export interface ShardReader {
  /** One page of every shard that can be read now: a child only after its parent is closed. */
  read(): Promise<Page[]>;
  /** Reads this shard again from its mark. */
  reopen(shardId: string): void;
}

const listedForMs = 30_000;

/**
 * Reads the shards of a DynamoDB stream in the order of their lineage. DynamoDB Local closes a shard after some hours and
 * trims after a day, so a laptop that slept finds marks, iterators and whole shards that are no more: an iterator is
 * then opened once more from the beginning, and a shard that cannot be opened even so counts as closed.
 */
export function readShards(streamArn: string, streams: JsonCall, checkpoint: Checkpoint): ShardReader {
  const iterators = new Map<string, string>();
  let shards: Shard[] = [];
  let listedAt = 0;

  async function read(): Promise<Page[]> {
    if (Date.now() - listedAt > listedForMs) await list();
    const outcomes = await Promise.allSettled(readable().map(readShard));
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed) {
      // The others' records go unseen with this turn: nothing may go on from behind them.
      iterators.clear();
      throw failed.reason;
    }
    const pages = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    // A closed shard has children: look for them at the next turn.
    if (pages.some(({ closed }) => closed)) listedAt = 0;
    return pages;
  }

  async function list(): Promise<void> {
    const found: Shard[] = [];
    let ExclusiveStartShardId: string | undefined;
    do {
      const { StreamDescription } = await streams<{
        StreamDescription: { Shards?: Shard[]; LastEvaluatedShardId?: string };
      }>("DescribeStream", { StreamArn: streamArn, ExclusiveStartShardId });
      found.push(...(StreamDescription.Shards ?? []));
      ExclusiveStartShardId = StreamDescription.LastEvaluatedShardId;
    } while (ExclusiveStartShardId);
    shards = found;
    listedAt = Date.now();
    await checkpoint.keepOnly(new Set(found.map(({ ShardId }) => ShardId)));
  }

  function readable(): Shard[] {
    const isClosed = (shardId: string) => "closed" in (checkpoint.mark(shardId) ?? {});
    const listed = new Set(shards.map(({ ShardId }) => ShardId));
    return shards.filter(
      ({ ShardId, ParentShardId }) =>
        !isClosed(ShardId) && (!ParentShardId || !listed.has(ParentShardId) || isClosed(ParentShardId)),
    );
  }

  async function readShard({ ShardId }: Shard): Promise<Page> {
    const known = iterators.get(ShardId);
    const records = known === undefined ? undefined : await getRecords(known);
    const page = records ?? (await openFromMark(ShardId)) ?? (await openFromStart(ShardId));
    if (page?.NextShardIterator) iterators.set(ShardId, page.NextShardIterator);
    else iterators.delete(ShardId);
    return { shardId: ShardId, records: page?.Records ?? [], closed: !page?.NextShardIterator };
  }

  async function openFromMark(ShardId: string) {
    const mark = checkpoint.mark(ShardId);
    if (!mark || !("after" in mark)) return undefined;
    return open({ ShardId, ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: mark.after });
  }

  function openFromStart(ShardId: string) {
    return open({ ShardId, ShardIteratorType: "TRIM_HORIZON" });
  }

  async function open(position: object) {
    const iterator = await unlessGone(() =>
      streams<{ ShardIterator?: string }>("GetShardIterator", { StreamArn: streamArn, ...position }),
    );
    return iterator?.ShardIterator === undefined ? undefined : getRecords(iterator.ShardIterator);
  }

  function getRecords(ShardIterator: string) {
    return unlessGone(() =>
      streams<{ Records?: StreamRecord[]; NextShardIterator?: string }>("GetRecords", { ShardIterator, Limit: 1000 }),
    );
  }

  return { read, reopen: (shardId) => void iterators.delete(shardId) };
}

const goneCodes = new Set([
  "ExpiredIteratorException",
  "ResourceNotFoundException",
  "TrimmedDataAccessException",
  "ValidationException",
]);

/** Nothing, when the position is no longer there; other errors (the engine is stopping) go on. */
async function unlessGone<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof EngineError && goneCodes.has(error.code)) return undefined;
    throw error;
  }
}
