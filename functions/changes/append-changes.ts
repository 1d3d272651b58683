import { type Clock, later, secondsSinceEpoch, timestamp } from "../../shared/clock.ts";
import { TransactionRefused } from "../../shared/db/commit.ts";
import { absent, equals } from "../../shared/db/conditions.ts";
import { toStored } from "../../shared/db/entity.ts";
import { keys, partitions } from "../../shared/db/keys.ts";
import { type AccountTable, chunksOf } from "../../shared/db/table.ts";
import { update, type Write } from "../../shared/db/writes.ts";
import {
  LOG_DAYS,
  type LoggedChange,
  type LogPage,
  loggedIds,
  logPages,
  logStarts,
  packed,
  secondOf,
  shortIdOf,
} from "../../shared/entities/change-log.ts";
import { AppError } from "../../shared/errors.ts";
import { pause as realPause } from "../../shared/pause.ts";

interface Deps {
  clock: Clock;
  pause?: (milliseconds: number) => Promise<void>;
}

/** Most changes of a page. Each may have a second of its own, and a transaction takes a hundred items. */
const PAGE = 90;
const DAY_SECONDS = 86_400;
/** Longer than readers may stay away: a reader in time finds every page. */
const PAGE_SECONDS = (LOG_DAYS + 2) * DAY_SECONDS;
/** Longer than the stream keeps a record that could bring a change again (a day). */
const LOGGED_SECONDS = 3 * DAY_SECONDS;
const TRIES = 30;

/**
 * Appends changes to their account's log, each once, in the order given: what stands there already is left out. May be
 * done again and side by side. docs/adr/0050 says why nothing is lost or told twice.
 */
export const appendChanges = async (db: AccountTable, changes: readonly LoggedChange[], deps: Deps): Promise<void> => {
  for (const chunk of chunksOf(changes, PAGE)) await appendPage(db, chunk, deps);
};

const appendPage = async (
  db: AccountTable,
  changes: readonly LoggedChange[],
  { clock, pause = realPause }: Deps,
): Promise<void> => {
  let taken: number | undefined;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const now = clock.now();
    // In this order: whoever appended a page up to the end that is read here has marked its changes before.
    const end = await endOfLog(db, now, taken);
    const missing = await withoutLogged(db, changes);
    if (missing.length === 0) return;
    const writes = [putPage(db, end, missing, now), ...end.start, ...markers(db, missing, now)];
    try {
      return await db.commit(writes);
    } catch (error) {
      taken = takenPage(error) ?? taken;
    }
    await pause(Math.random() * 20 * Math.min(attempt + 1, 10));
  }
  throw new AppError("unavailable", "The item is being changed by many at once.");
};

/** Where the next page goes, and what must be written with it where the log begins. */
interface End extends Pick<LogPage, "page" | "previous"> {
  start: Write[];
}

/**
 * Behind the last page. Where there is none, the log begins, or begins anew after all pages were forgotten: at a number
 * that was never given, for there were never as many pages as milliseconds.
 *
 * @param taken the last page that is known to be there: lists show what was written a moment ago a moment later
 */
const endOfLog = async (db: AccountTable, now: Date, taken = 0): Promise<End> => {
  const { items } = await db.list(logPages, partitions.changeLog(db.accountId), {
    limit: 1,
    newestFirst: true,
    fields: ["page"],
  });
  const [last] = items;
  if (last || taken > 0) return behind(Math.max(last?.page ?? 0, taken));
  const start = await db.get(logStarts, keys.logStart(db.accountId));
  // A list shows what was written a moment ago a moment later; a single item is read as it is now.
  if (start && (await db.get(logPages, keys.logPage(db.accountId, start.page)))) return behind(start.page);
  const page = Math.max(now.getTime(), (start?.page ?? 0) + 1);
  return { page, start: [begin(db, page, start?.page)] };
};

const behind = (page: number): End => ({ page: page + 1, previous: page, start: [] });

const begin = ({ accountId }: AccountTable, page: number, before: number | undefined): Write => ({
  do: "put",
  item: toStored(logStarts, { accountId, page }),
  when: before === undefined ? absent : equals("page", before),
});

const withoutLogged = async (db: AccountTable, changes: readonly LoggedChange[]): Promise<LoggedChange[]> => {
  const seconds = [...new Set(changes.map(secondOf))];
  const logged = await db.getMany(
    loggedIds,
    seconds.map((second) => keys.logged(db.accountId, second)),
    { consistent: true },
  );
  const known = new Map(logged.map(({ second, ids }) => [second, ids]));
  const fresh = changes.filter((change) => !known.get(secondOf(change))?.has(shortIdOf(change)));
  return [...new Map(fresh.map((change) => [change.id, change])).values()];
};

/** The number of the page is the lock: it is free for one writer, who saw the page before as the last one. */
const putPage = (
  { accountId }: AccountTable,
  { page, previous }: End,
  changes: readonly LoggedChange[],
  now: Date,
): Write => ({
  do: "put",
  item: toStored(logPages, {
    accountId,
    page,
    ...(previous === undefined ? {} : { previous }),
    at: timestamp(now),
    changes: packed(changes),
    ttl: secondsSinceEpoch(later(now, PAGE_SECONDS)),
  }),
  when: absent,
});

const markers = ({ accountId }: AccountTable, changes: readonly LoggedChange[], now: Date): Write[] =>
  [...Map.groupBy(changes, secondOf)].map(([second, own]) =>
    update(keys.logged(accountId, second), {
      set: { entity: loggedIds.name, second, ttl: secondsSinceEpoch(later(now, LOGGED_SECONDS)) },
      add: { ids: new Set(own.map(shortIdOf)) },
    }),
  );

/** The page that somebody else, who was faster, put in this place. @throws the error where it is another */
const takenPage = (error: unknown): number | undefined => {
  if (!(error instanceof TransactionRefused)) throw error;
  const there = error.refusals.find(({ existing }) => existing?.entity === logPages.name)?.existing;
  return there && Number(there.page);
};
