import { later } from "../../../shared/clock.ts";
import { fromStored } from "../../../shared/db/entity.ts";
import { partitions } from "../../../shared/db/keys.ts";
import type { Kept } from "../../../shared/entities/erasure.ts";
import { exports, imports, LIST_FILE_DAYS } from "../../../shared/entities/import.ts";
import { allOf } from "./all-of.ts";
import type { Erasing, Found } from "./eraser.ts";

const DAY = 24 * 3600;
/** DynamoDB removes what has expired within two days. */
const TTL_DELAY = 2;
/** A bucket removes what has expired after the end of the day, and what was there before a day later. */
const BUCKET_DELAY = 3;

/** What of a client is not erased, or ends by itself: all that a reader of table and buckets could still find of them. */
export const keptOf = async (erasing: Erasing, found: Found): Promise<Kept[]> => {
  const { now } = erasing;
  const inDays = (days: number) => later(now, days * DAY).toISOString();
  const files = await listFiles(erasing);
  return [
    { what: "id" },
    { what: "address_refusals" },
    { what: "campaign_lists" },
    ...(found.requestParts ? [{ what: "shared_requests", count: found.requestParts }] : []),
    ...(found.shares ? [{ what: "library_documents", count: found.shares }] : []),
    ...files,
    { what: "mentions" },
    { what: "stored_answers", until: inDays(1 + TTL_DELAY) },
    { what: "change_stream", until: inDays(1) },
    { what: "unfinished_uploads", until: inDays(7 + TTL_DELAY + 1) },
    { what: "queued_messages", until: inDays(18) },
    { what: "backups", until: inDays(35) },
    { what: "dead_links", until: inDays(366 + 90 + TTL_DELAY) },
    { what: "sent_mail" },
    ...(found.webhookBodies ? [{ what: "partner_systems", count: found.webhookBodies }] : []),
  ];
};

/** Lists that came in or went out while the client was known, and are still kept: nobody looks into them. */
const listFiles = async ({ db, client, now }: Erasing): Promise<Kept[]> => {
  const since = later(now, -(LIST_FILE_DAYS + BUCKET_DELAY) * DAY).toISOString();
  const known = client.remains?.createdAt ?? since;
  const [came, went] = await Promise.all([
    createdIn(allOf(db, partitions.list(db.accountId, "IMPORTS"), { newestFirst: true }), since, (item) =>
      fromStored(imports, item),
    ),
    createdIn(allOf(db, partitions.list(db.accountId, "EXPORTS"), { newestFirst: true }), since, (item) =>
      fromStored(exports, item),
    ),
  ]);
  const listsOut = went.filter(({ kind, createdAt }) => kind === "clients" && createdAt >= known);
  return [kept("import_files", came), kept("export_files", listsOut)].flat();
};

const kept = (what: string, files: readonly { createdAt: string }[]): Kept[] => {
  const [latest] = files
    .map(({ createdAt }) => createdAt)
    .sort()
    .reverse();
  if (!latest) return [];
  const until = later(new Date(latest), (LIST_FILE_DAYS + BUCKET_DELAY) * DAY).toISOString();
  return [{ what, count: files.length, until }];
};

const createdIn = async <T extends { createdAt: string }, S>(
  pages: AsyncIterable<S[]>,
  since: string,
  read: (item: S) => T,
): Promise<T[]> => {
  const all: T[] = [];
  for await (const page of pages) {
    const items = page.map(read);
    all.push(...items.filter(({ createdAt }) => createdAt >= since));
    if (items.some(({ createdAt }) => createdAt < since)) break;
  }
  return all;
};
