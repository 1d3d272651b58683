import { readConsistencyToken } from "../../shared/app/consistency-token.ts";
import { waitUntil } from "../../shared/app/wait-for-writes.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { isLogged, loggedIds, secondOf, shortIdOf } from "../../shared/entities/change-log.ts";
import { eventIdOf } from "../../shared/events/change.ts";
import { kinds } from "../kinds.ts";

/** Waits until the log holds what a token names; whether it does not, after two seconds. */
export const isBehind = async (db: AccountTable, token: string): Promise<boolean> => {
  const wanted = readConsistencyToken(token)
    .filter(({ entity }) => {
      const kind = kinds.get(entity);
      return kind !== undefined && isLogged(kind);
    })
    .map((version) => ({ id: eventIdOf(version), occurredAt: version.updatedAt }));
  const seconds = [...new Set(wanted.map(secondOf))].map((second) => keys.logged(db.accountId, second));
  const isThere = async (): Promise<boolean> => {
    const logged = new Map((await db.getMany(loggedIds, seconds)).map(({ second, ids }) => [second, ids]));
    return wanted.every((change) => logged.get(secondOf(change))?.has(shortIdOf(change)));
  };
  return wanted.length > 0 && !(await waitUntil(isThere));
};
