import type { JobStep } from "../../shared/app/job-runner.ts";
import { equals } from "../../shared/db/conditions.ts";
import { type Entity, type FoundBy, fromStored, isOf, type Stored } from "../../shared/db/entity.ts";
import { partitions } from "../../shared/db/keys.ts";
import type { AccountTable, Position } from "../../shared/db/table.ts";
import { update, VersionConflict } from "../../shared/db/writes.ts";
import type { Job } from "../../shared/entities/job.ts";
import type { Kind } from "../../shared/events/kind.ts";
import { inParallel } from "../../shared/in-parallel.ts";
import { kinds } from "../kinds.ts";

const STEP = 50;
const AT_ONCE = 5;

type Item = Record<string, unknown>;
type Searched = Kind & Required<Pick<Kind, "search">>;

const declared = [...kinds.values()].filter((kind): kind is Searched => kind.search !== undefined);

/**
 * Brings what the search finds besides clients to today's rules, kind by kind: whatever declares `search`. Only what an item
 * is found by is written, under the version that was read: who changes it meanwhile writes that anyway.
 */
export const rebuildThings = async (
  db: AccountTable,
  { checkpoint = {}, progress }: Job,
  searched: readonly Searched[] = declared,
): Promise<JobStep> => {
  const { kind: name, after } = checkpoint as { kind?: string; after?: Position };
  const at = name === undefined ? 0 : searched.findIndex(({ entity }) => entity === name);
  const kind = searched[at];
  // A worker may die between its last step and the end of the job.
  if (!kind || checkpoint.over === true) return { checkpoint: { over: true }, progress, finished: true };
  const { items, next } = await db.listStored(partitions.list(db.accountId, kind.search.list), { limit: STEP, after });
  const entity = await kind.search.items();
  const old = items.filter((item) => isOf(entity, item)).flatMap((item) => staleOf(entity, item) ?? []);
  const outcomes: boolean[] = [];
  await inParallel(AT_ONCE, old, async (stale) => {
    outcomes.push(await isWritten(db, stale));
  });
  const following = next ? kind : searched[at + 1];
  const done = progress.done + items.length;
  return {
    checkpoint: {
      ...(following ? { kind: following.entity, ...(next ? { after: next } : {}) } : { over: true }),
      ...(checkpoint.leftToStream || old.length > 0 ? { leftToStream: true } : {}),
    },
    progress: { done, total: done },
    counts: { changed: outcomes.filter(Boolean).length, unchanged: items.length - outcomes.filter(Boolean).length },
    finished: following === undefined,
  };
};

interface Stale {
  item: Stored;
  foundBy: FoundBy;
}

/** Undefined for an item that today's rules wrote. */
const staleOf = (entity: Entity<Item>, item: Stored): Stale | undefined => {
  const foundBy = entity.foundBy?.(fromStored(entity, item));
  const rules = (item.foundBy as FoundBy | undefined)?.rules;
  return foundBy && foundBy.rules !== rules ? { item, foundBy } : undefined;
};

/** False where somebody changed or removed it meanwhile. */
const isWritten = async (db: AccountTable, { item, foundBy }: Stale): Promise<boolean> => {
  const { pk, sk, version } = item;
  const asRead = equals("version", version);
  try {
    await db.commit([update({ pk, sk }, { set: { foundBy } }, asRead, () => new VersionConflict())]);
    return true;
  } catch (error) {
    if (error instanceof VersionConflict) return false;
    throw error;
  }
};
