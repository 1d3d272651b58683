import { appendChanges } from "../../functions/changes/append-changes.ts";
import { BEGINNING, type Place, readLog } from "../../functions/feed/read-log.ts";
import type { Clock } from "../../shared/clock.ts";
import { partitions } from "../../shared/db/keys.ts";
import type { AccountTable, ListOptions } from "../../shared/db/table.ts";
import type { LoggedChange, LogPage } from "../../shared/entities/change-log.ts";
import { type AccountId, derivedId, derivedIdAt } from "../../shared/ids.ts";
import { anAccountId } from "./a-client.ts";
import { type MemoryTable, memoryTable } from "./memory-table.ts";

/** One delivery of changes that follow one another, as the stream brings them: some of them come again, or side by side. */
export interface LogDelivery {
  size: number;
  /** So many that came before come again. */
  back: number;
  /** Its function was given up; it may still be at work when the next one begins. */
  givenUp: boolean;
}

export interface LogWorld {
  memory: MemoryTable;
  db: AccountTable;
  clock: Clock;
  /** Appends what a lane of the stream holds, whatever befalls its deliveries, and ends when all of it was taken. */
  follow(lane: readonly LoggedChange[], plan: readonly LogDelivery[]): Promise<void>;
}

/** How many pages of those that were written last a list of the table may not show yet, and which. */
export type Unseen = () => number;

/** A change of a made-up client: its version says when it happened. */
export const aChange = (who: string, version: number, own: Partial<LoggedChange> = {}): LoggedChange => {
  const resourceId = derivedId("client", who);
  const occurredAt = new Date(Date.parse("2026-03-02T15:00:00.000Z") + version * 400).toISOString();
  return {
    id: derivedIdAt("event", new Date(occurredAt), resourceId, String(version)),
    type: version === 1 ? "client.created" : "client.updated",
    occurredAt,
    actor: { kind: "api_key", id: "key_1" },
    source: "api",
    resourceId,
    version,
    changed: version === 1 ? [] : ["email"],
    ...own,
  };
};

/**
 * An account's log in memory. Every call to the table waits for its turn, and lists lag behind.
 * @param turn does a call when its turn has come
 */
export const logWorld = (
  turn: <T>(call: () => Promise<T>) => Promise<T>,
  clock: Clock,
  unseen: Unseen = () => 0,
  accountId: AccountId = anAccountId,
): LogWorld => {
  const memory = memoryTable();
  const plain = memory.table.of(accountId);
  const log = partitions.changeLog(accountId).pk;
  const db: AccountTable = {
    ...plain,
    get: (kind, key) => turn(() => plain.get(kind, key)),
    getMany: (kind, keys, options) => turn(() => plain.getMany(kind, keys, options)),
    commit: (writes) => turn(() => plain.commit(writes)),
    list: (kind, partition, options) =>
      turn(async () => {
        const page = await plain.list(kind, partition, { ...options, limit: options.limit + 8 });
        const items = partition.pk === log ? page.items.filter(isSeen(unseen())) : page.items;
        return cutTo(items, options);
      }),
  };
  const newest = (): number =>
    Math.max(0, ...[...memory.items.values()].filter(({ pk }) => pk === log).map(({ page }) => Number(page)));
  const isSeen = (hidden: number) => {
    const last = newest();
    return (item: object): boolean => {
      const age = last - Number((item as LogPage).page);
      return age > 2 || (hidden & (1 << age)) === 0;
    };
  };

  return {
    memory,
    db,
    clock,
    async follow(lane, plan) {
      const left: Promise<unknown>[] = [];
      let position = 0;
      const take = async ({ size, back, givenUp }: LogDelivery): Promise<void> => {
        const from = Math.max(0, position - back);
        const batch = lane.slice(from, from + size);
        const work = appendChanges(db, batch, { clock, pause: () => turn(async () => undefined) }).then(
          () => batch.length,
          () => 0,
        );
        left.push(work);
        if (givenUp) await turn(async () => undefined);
        else position = Math.max(position, from + (await work));
      };
      for (const delivery of plan) await take(delivery);
      for (let tries = 0; position < lane.length; tries++) {
        if (tries > 200) throw new Error("The stream does not move on.");
        await take({ size: 5, back: 0, givenUp: false });
      }
      await Promise.all(left);
    },
  };
};

const cutTo = <T>(items: T[], { limit }: ListOptions) =>
  items.length > limit ? { items: items.slice(0, limit), next: ["more"] as [string] } : { items };

/** Somebody who follows the log and keeps the place. */
export const aReader = (db: AccountTable) => {
  const seen: LoggedChange[] = [];
  let place: Place = BEGINNING;
  return {
    seen,
    async read(limit: number): Promise<boolean> {
      const reading = await readLog(db, place, { limit, keep: () => true });
      seen.push(...reading.changes);
      place = reading.place;
      return reading.more;
    },
  };
};
