import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { on } from "../../shared/app/on.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { partitions } from "../../shared/db/keys.ts";
import { remove } from "../../shared/db/writes.ts";
import { VERSIONS } from "../../shared/entities/document.ts";
import { SHARES } from "../../shared/entities/document-share.ts";
import type { EventOf } from "../../shared/events/kind.ts";
import { document } from "./kinds.ts";

const STEP = 100;

/**
 * Removes what a deleted document leaves in the table, `document.deleted`: its shares, whose links were over with it,
 * and its versions. What somebody did with it stays in its access log.
 */
export const endShares = async (
  { accountId, resource: { id } }: EventOf<typeof document.deleted>,
  { table }: Pick<AppDeps, "table">,
): Promise<void> => {
  const db = table.of(accountId);
  for (const prefix of [SHARES, VERSIONS]) {
    for (;;) {
      const { items } = await db.listStored(partitions.self(db.accountId, id), { limit: STEP, prefix });
      if (items.length === 0) break;
      await db.writeBatch(items.map(({ pk, sk }) => remove({ pk, sk })));
    }
  }
};

export const handler = on([document.deleted], buildWorkerDeps, endShares);
