import { partitions } from "../../../shared/db/keys.ts";
import { remove } from "../../../shared/db/writes.ts";
import { allOf } from "./all-of.ts";
import type { Eraser } from "./eraser.ts";

/** What was, or was to be, posted to partner systems about the client: that it happened stays, with ids alone. */
export const eraseWebhooks: Eraser = async ({ db, client, forGood }) => {
  let webhookBodies = 0;
  for await (const items of allOf(db, partitions.clientWebhooks(db.accountId, client.id))) {
    webhookBodies += items.length;
    if (forGood) await db.writeBatch(items.map(({ pk, sk }) => remove({ pk, sk })));
  }
  return { webhookBodies };
};
