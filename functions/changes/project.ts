import type { QueueAnswer } from "../../shared/app/queue.ts";
import { type StreamEvent, type StreamRecord, sequenceNumberOf } from "../../shared/db/stream.ts";
import type { AccountTable, Table } from "../../shared/db/table.ts";
import { inParallel } from "../../shared/in-parallel.ts";
import { lazy } from "../../shared/lazy.ts";
import type { Log } from "../../shared/log.ts";
import type { Stamp } from "../../shared/projection/client-state.ts";
import { countOnce } from "../../shared/projection/count-once.ts";
import { settleAll } from "../../shared/settle-all.ts";
import { changesIn, findErased, removeLate } from "./erased-clients.ts";
import { projectThings } from "./found-things.ts";
import { mendLookups } from "./mend-lookups.ts";
import { isPoison } from "./poison-record.ts";
import { countsIn, projectClients } from "./project-clients.ts";
import { type ChangeRecord, needsStamp, readRecord } from "./records.ts";
import type { SetAside } from "./set-aside.ts";
import { projectLists } from "./sorted-lists.ts";
import { writeFeed } from "./write-feed.ts";

interface ProjectorDeps {
  table: Table;
  log: Log;
  setAside: SetAside;
  /** Told of an account whose clients were followed. */
  followed?: (db: AccountTable) => Promise<void>;
}

/** Accounts that are followed side by side: one that is slow or fails keeps no other waiting. */
const ACCOUNTS_AT_ONCE = 8;

/**
 * Follows a batch of changes, account by account. A record that is poison is set aside and the others go on. Where an error
 * is of the moment, the first record of that account is named: the stream brings it again, until it is as old as a stream
 * remembers. All of it may be done again without harm.
 */
export const project = async ({ Records }: StreamEvent, deps: ProjectorDeps): Promise<QueueAnswer> => {
  const { read, failed } = await readAll(Records, deps);
  const accounts = [...Map.groupBy(read, ({ accountId }) => accountId)];
  await inParallel(ACCOUNTS_AT_ONCE, accounts, async ([accountId, own]) => {
    const db = deps.table.of(accountId);
    failed.push(...(await followIsolated(db, own, deps)));
    if (own.some(({ client }) => client)) await deps.followed?.(db);
  });
  const first = Records.map(sequenceNumberOf).find((sequenceNumber) => failed.includes(sequenceNumber));
  return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first }] };
};

/** A third of this function is the numbering plans of the world: they are loaded for clients of 0.2. */
const loadStamp = lazy(async (): Promise<Stamp> => (await import("../../shared/entities/client-stamp.ts")).stampOf02);

const noStamp: Stamp = () => {
  throw new Error("A client has no index, and nobody saw it.");
};

const readAll = async (records: readonly StreamRecord[], deps: ProjectorDeps) => {
  const stamp = records.some(needsStamp) ? await loadStamp() : noStamp;
  const read: ChangeRecord[] = [];
  const failed: string[] = [];
  for (const record of records) {
    try {
      read.push(...[readRecord(record, stamp) ?? []].flat());
    } catch (error) {
      failed.push(...(await leaveOut(record.dynamodb?.Keys, sequenceNumberOf(record), error, deps)));
    }
  }
  return { read, failed };
};

/** Halves an account's records until what is poison stands alone. Answers with the records that are to come again. */
const followIsolated = async (
  db: AccountTable,
  records: readonly ChangeRecord[],
  deps: ProjectorDeps,
): Promise<string[]> => {
  const [first] = records;
  if (!first) return [];
  try {
    await follow(db, records);
    return [];
  } catch (error) {
    if (!isPoison(error)) {
      deps.log.error("RECORD_FAILED", error, { sequenceNumber: first.sequenceNumber, records: records.length });
      return [first.sequenceNumber];
    }
    if (records.length === 1) return leaveOut(first.key, first.sequenceNumber, error, deps);
    const middle = Math.ceil(records.length / 2);
    const before = await followIsolated(db, records.slice(0, middle), deps);
    return [...before, ...(await followIsolated(db, records.slice(middle), deps))];
  }
};

/** Sets a record aside. Where that fails as well, it is to come again. */
const leaveOut = async (
  key: unknown,
  sequenceNumber: string,
  error: unknown,
  { log, setAside }: ProjectorDeps,
): Promise<string[]> => {
  log.error("RECORD_SET_ASIDE", error, { sequenceNumber });
  try {
    await setAside({ key, sequenceNumber, error: error instanceof Error ? error.name : "Error" });
    return [];
  } catch (failure) {
    log.error("RECORD_FAILED", failure, { sequenceNumber });
    return [sequenceNumber];
  }
};

/** First what readers look things up in, then the feed, so that who sees the change also finds what it led to. */
const follow = async (db: AccountTable, records: readonly ChangeRecord[]): Promise<void> => {
  const counts = countsIn(records);
  const [erased] = await settleAll([findErased(db, records), bringUpToDate(db, records)]);
  await removeLate(db, records, erased);
  await countOnce(db, counts);
  await writeFeed(db, changesIn(records, erased));
};

const bringUpToDate = async (db: AccountTable, records: readonly ChangeRecord[]): Promise<void> => {
  await projectClients(db, records);
  await projectThings(
    db,
    records.flatMap(({ thing }) => thing ?? []),
  );
  await projectLists(
    db,
    records.flatMap(({ lists }) => lists ?? []),
  );
  await mendLookups(
    db,
    records.flatMap(({ lookup }) => lookup ?? []),
  );
};
