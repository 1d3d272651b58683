import { keys, partitions } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { type LoggedChange, type LogPage, logPages, unpacked } from "../../shared/entities/change-log.ts";

/** Up to where a reader has read: the number of a page, and how many of its changes; all of them unless told. */
export interface Place {
  page: number;
  read?: number;
}

export interface Reading {
  changes: LoggedChange[];
  place: Place;
  /** When the page at the place was written; absent where none was read. */
  at?: string;
  /** Whether there is more behind the place. */
  more: boolean;
}

interface Wanted {
  limit: number;
  keep: (change: LoggedChange) => boolean;
}

/** Before the first page of any log. */
export const BEGINNING: Place = { page: 0 };

/** Pages of the first query; the next ones ask for as many as those make likely. */
const FIRST_PAGES = 4;
const MOST_PAGES = 100;
const QUERIES = 3;
/** So many changes are looked at for one answer, however few of them are wanted. */
const MOST_LOOKED_AT = 500;

/** The next changes behind a place, in the order of the log. What it reads does not grow with the log. */
export const readLog = async (db: AccountTable, from: Place, { limit, keep }: Wanted): Promise<Reading> => {
  const changes: LoggedChange[] = [];
  let reading: Reading = { changes, place: from, more: true };
  let lookedAt = 0;
  let pages = 0;
  let ask = FIRST_PAGES;
  for (let query = 0; query < QUERIES; query++) {
    const found = await pagesBehind(db, reading.place, ask);
    for (const page of found.pages) {
      const all = unpacked(page);
      const begin = page.page === reading.place.page ? (reading.place.read ?? 0) : 0;
      for (const [offset, change] of all.slice(begin).entries()) {
        if (changes.length === limit || lookedAt === MOST_LOOKED_AT)
          return { ...reading, place: { page: page.page, read: begin + offset }, at: page.at };
        lookedAt += 1;
        if (keep(change)) changes.push(change);
      }
      reading = { ...reading, place: { page: page.page }, at: page.at };
      pages += 1;
    }
    if (!found.more) return { ...reading, more: false };
    if (changes.length === limit || lookedAt === MOST_LOOKED_AT) return reading;
    const left = changes.length === lookedAt ? limit - changes.length : MOST_LOOKED_AT - lookedAt;
    ask = Math.min(MOST_PAGES, Math.max(1, Math.ceil((left * pages) / Math.max(1, lookedAt))));
  }
  return reading;
};

/** The place behind everything that stands in the log. */
export const endOf = async (db: AccountTable): Promise<Place> => {
  const { items } = await db.list(logPages, partitions.changeLog(db.accountId), {
    limit: 1,
    newestFirst: true,
    fields: ["page"],
  });
  const [last] = items;
  return last ? { page: last.page } : BEGINNING;
};

/** Pages behind a place, each the successor of the one before; a page that was read in part is the first of them. */
const pagesBehind = async (
  db: AccountTable,
  place: Place,
  limit: number,
): Promise<{ pages: LogPage[]; more: boolean }> => {
  const { sk } = keys.logPage(db.accountId, place.page);
  const { items, next } = await db.list(logPages, partitions.changeLog(db.accountId), {
    limit,
    ...(place.read === undefined ? { after: [sk] } : { from: sk }),
  });
  const pages: LogPage[] = [];
  // Of a page that was read in part, the rest comes first.
  if (place.read !== undefined && items[0]?.page !== place.page && (await isThere(db, place.page)))
    return { pages, more: false };
  let before = place.page;
  for (const page of items) {
    if (await isEarly(db, page, before)) return { pages, more: false };
    pages.push(page);
    before = page.page;
  }
  return { pages, more: next !== undefined };
};

/**
 * Whether a page shows before the one that it follows: a list of the table may show what was written a moment ago a
 * moment later. The reader stops there, for a place that was passed is never looked at again. A page whose predecessor
 * is not there at all was the first of its log, or follows what was forgotten after thirty days.
 */
const isEarly = async (db: AccountTable, { page, previous }: LogPage, before: number): Promise<boolean> => {
  if (page === before || previous === undefined || previous === before) return false;
  return isThere(db, previous);
};

/** Read as it is now. */
const isThere = async (db: AccountTable, page: number): Promise<boolean> =>
  (await db.get(logPages, keys.logPage(db.accountId, page))) !== undefined;
