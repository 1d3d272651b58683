import { fromStored } from "../../../shared/db/entity.ts";
import { keys, partitions } from "../../../shared/db/keys.ts";
import { remove } from "../../../shared/db/writes.ts";
import { exports } from "../../../shared/entities/import.ts";
import { allOf } from "./all-of.ts";
import type { Eraser } from "./eraser.ts";

/** The files that were made for the person themselves, of all that is kept about them. */
export const erasePersonalExports: Eraser = async ({ db, objects, client, forGood }) => {
  let personalExports = 0;
  for await (const items of allOf(db, partitions.list(db.accountId, "EXPORTS"), { newestFirst: true })) {
    for (const item of items.map((stored) => fromStored(exports, stored))) {
      if (item.clientId !== client.id) continue;
      personalExports += 1;
      if (!forGood) continue;
      await objects.erase("files", item.objectKey);
      await db.commit([remove(keys.of(db.accountId, item.id))]);
    }
  }
  return { personalExports };
};
