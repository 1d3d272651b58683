import type { Scheduler } from "fast-check";
import type { AccountTable, Table } from "../../shared/db/table.ts";
import type { AccountId } from "../../shared/ids.ts";
import { lostCall } from "./memory-table.ts";

/** Where a worker dies: at its n-th call to the table, before the call or after it. */
export interface Death {
  call: number;
  isAfter: boolean;
}

export interface Interleaved {
  table: Table;
  /** The next worker is alive, and dies in its turn where this says. */
  revive(death?: Death): void;
}

/** A table where anybody else may go on before and after every call; batches are written in two parts. */
export const interleaved = (table: Table, scheduler: Scheduler): Interleaved => {
  let [calls, death, isDead, worker]: [number, Death | undefined, boolean, number] = [0, undefined, false, 0];

  const around = async <T>(call: () => Promise<T>): Promise<T> => {
    const caller = worker;
    await scheduler.schedule(Promise.resolve());
    // What a dead worker was about to do is never done.
    if (isDead || caller !== worker) throw lostCall();
    const isLast = calls++ === death?.call;
    if (isLast) isDead = true;
    if (isLast && !death?.isAfter) throw lostCall();
    const result = await call();
    if (isLast) throw lostCall();
    return result;
  };

  const of = (account: AccountId): AccountTable => {
    const db = table.of(account);
    return {
      accountId: account,
      get: (kind, key) => around(() => db.get(kind, key)),
      getMany: (kind, keys, options) => around(() => db.getMany(kind, keys, options)),
      getStored: (keys, options) => around(() => db.getStored(keys, options)),
      list: (kind, partition, options) => around(() => db.list(kind, partition, options)),
      listStored: (partition, options) => around(() => db.listStored(partition, options)),
      commit: (writes) => around(() => db.commit(writes)),
      bump: (write) => around(() => db.bump(write)),
      async writeBatch(writes) {
        const middle = Math.ceil(writes.length / 2);
        for (const part of [writes.slice(0, middle), writes.slice(middle)])
          if (part.length > 0) await around(() => db.writeBatch(part));
      },
    };
  };
  return {
    table: { of, global: table.global },
    revive(next) {
      [calls, death, isDead, worker] = [0, next, false, worker + 1];
    },
  };
};
