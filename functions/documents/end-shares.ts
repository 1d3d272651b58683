import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { queueConsumer } from "../../shared/app/queue.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { partitions } from "../../shared/db/keys.ts";
import { remove } from "../../shared/db/writes.ts";
import { VERSIONS } from "../../shared/entities/document.ts";
import { SHARES } from "../../shared/entities/document-share.ts";
import type { DomainEvent } from "../../shared/events/event.ts";
import { readDomainEvent } from "../../shared/events/read-event.ts";
import { type AccountId, isId } from "../../shared/ids.ts";

const STEP = 100;

/**
 * Removes what a deleted document leaves in the table, `document.deleted`: its shares, whose links were over with it,
 * and its versions. What somebody did with it stays in its access log.
 */
export const endShares = async (event: DomainEvent, { table }: Pick<AppDeps, "table">): Promise<void> => {
  const id = String(event.resource.id);
  if (!isId("document", id)) throw new Error("This event is about no document.");
  const db = table.of(event.accountId as AccountId);
  for (const prefix of [SHARES, VERSIONS]) {
    for (;;) {
      const { items } = await db.listStored(partitions.self(db.accountId, id), { limit: STEP, prefix });
      if (items.length === 0) break;
      await db.writeBatch(items.map(({ pk, sk }) => remove({ pk, sk })));
    }
  }
};

export const handler = queueConsumer(readDomainEvent, buildWorkerDeps, endShares);
