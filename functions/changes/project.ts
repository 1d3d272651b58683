import type { QueueAnswer } from "../../shared/app/queue.ts";
import { type StreamEvent, type StreamRecord, sequenceNumberOf } from "../../shared/db/stream.ts";
import type { Table } from "../../shared/db/table.ts";
import { inParallel } from "../../shared/in-parallel.ts";
import { lazy } from "../../shared/lazy.ts";
import type { Log } from "../../shared/log.ts";
import { isRecordsFault } from "./blame.ts";
import { countChanges } from "./count-changes.ts";
import { findErased, removeLate, withoutErased } from "./erased-clients.ts";
import { projectClients, type Task } from "./project-clients.ts";
import { isOfClient, type Project, readRecord } from "./records.ts";

interface ProjectorDeps {
  table: Table;
  log: Log;
}

/** Calls to the table at a time. */
const AT_ONCE = 8;
/** Transactions at a time: as many as a counter has shards. */
const TRANSACTIONS_AT_ONCE = 4;

/**
 * Follows a batch of changes. What cannot be followed is named by its sequence number, from which the stream goes on;
 * everything else of the batch is done all the same. All of it may be done again without harm.
 */
export const project = async ({ Records }: StreamEvent, { table, log }: ProjectorDeps): Promise<QueueAnswer> => {
  const failed = await isolated(Records, (records) => followAll(table, records), log);
  return { batchItemFailures: failed.slice(0, 1).map((itemIdentifier) => ({ itemIdentifier })) };
};

/** Halves a batch until what fails by its own fault stands alone. Answers with the sequence numbers of failed records. */
const isolated = async (
  records: readonly StreamRecord[],
  work: (records: readonly StreamRecord[]) => Promise<void>,
  log: Log,
): Promise<string[]> => {
  const [first] = records;
  if (!first) return [];
  try {
    await work(records);
    return [];
  } catch (error) {
    if (records.length === 1 || !isRecordsFault(error)) {
      const sequenceNumber = sequenceNumberOf(first);
      log.error("RECORD_FAILED", error, { sequenceNumber, records: records.length });
      return [sequenceNumber];
    }
    const middle = Math.ceil(records.length / 2);
    const before = await isolated(records.slice(0, middle), work, log);
    return [...before, ...(await isolated(records.slice(middle), work, log))];
  }
};

/** A third of this function is the numbering plans of the world: they are loaded with the first batch of clients. */
const loadProjection = lazy(
  async (): Promise<Project> => (await import("../../shared/entities/client-projection.ts")).clientProjection,
);

const noClient: Project = () => {
  throw new Error("A record told of a client that nobody saw in it.");
};

/** First what readers look things up in, then the feed, so that who sees the change also finds what it led to. */
const followAll = async (table: Table, records: readonly StreamRecord[]): Promise<void> => {
  const projection = records.some(isOfClient) ? await loadProjection() : noClient;
  const told = records.flatMap((record) => readRecord(record, projection) ?? []);
  const accounts = [...Map.groupBy(told, ({ accountId }) => accountId)].map(([accountId, own]) => {
    const db = table.of(accountId);
    return { db, own, ofErased: findErased(db, own) };
  });
  const projecting = accounts.flatMap(({ db, own }) => projectClients(db, own));
  await inParallel(AT_ONCE, projecting, (task) => task());
  const counting: Task[] = [];
  for (const { db, own, ofErased } of accounts) {
    const erased = await ofErased;
    await removeLate(db, own, erased);
    counting.push(...countChanges(db, withoutErased(own, erased)));
  }
  await inParallel(TRANSACTIONS_AT_ONCE, counting, (task) => task());
};
