import type { AccountTable } from "../db/table.ts";
import { countedIdOf, countedKeyOf } from "../entities/counted.ts";
import { feedEntries, feedKeyOf } from "../entities/feed.ts";
import { eventIdOf } from "../events/change.ts";

/** A version of a client. */
export interface WrittenClient {
  id: string;
  version: number;
  updatedAt: string;
}

/**
 * Those versions of clients that the projector has not followed to the end: lists, search and counters may not show them
 * yet. The entry in the change feed is written after these; a first version has none, and is known by being counted.
 */
export const notFollowed = async <W extends WrittenClient>(db: AccountTable, written: readonly W[]): Promise<W[]> => {
  const [first, later] = [written.filter(isFirst), written.filter((one) => !isFirst(one))];
  const [counted, told] = await Promise.all([
    db.getStored(first.map((one) => countedKeyOf(db.accountId, markedBy(one)))),
    db.getMany(
      feedEntries,
      later.map((one) => feedKeyOf(db.accountId, one)),
      { fields: ["id"] },
    ),
  ]);
  const known = new Set<string>([
    ...counted.flatMap(({ ids }) => (ids instanceof Set ? [...ids] : [])),
    ...told.map(({ id }) => id),
  ]);
  return written.filter((one) => !known.has(isFirst(one) ? countedIdOf(eventIdOf(one)) : eventIdOf(one)));
};

const isFirst = ({ version }: WrittenClient): boolean => version === 1;
const markedBy = ({ id, updatedAt }: WrittenClient) => ({ at: updatedAt, resourceId: id });
