import { expect, test } from "vitest";
import type { Erasing } from "../../../../functions/privacy/erasure/eraser.ts";
import { eraseWebhooks } from "../../../../functions/privacy/erasure/webhooks.ts";
import { put } from "../../../../shared/db/writes.ts";
import { webhookMessageKey, webhookMessages } from "../../../../shared/entities/webhook-delivery.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { memoryTable } from "../../../support/memory-table.ts";

test("what was to be posted about a client goes with them, and nothing of others", async () => {
  const accountId = derivedId("account", "1");
  const [client, other] = [derivedId("client", "1"), derivedId("client", "2")];
  const db = memoryTable().table.of(accountId);
  const message = (id: string, clientId: typeof client) => ({
    id,
    accountId,
    body: "{}",
    clientId,
    ttl: 4_000_000_000,
  });
  await db.commit([
    put(webhookMessages, message("evt_1", client)),
    put(webhookMessages, message("evt_2", client)),
    put(webhookMessages, message("evt_3", other)),
  ]);
  const erasing = { db, client: { id: client }, forGood: false } as unknown as Erasing;
  const left = () =>
    db.getMany(
      webhookMessages,
      ["evt_1", "evt_2", "evt_3"].map((id) => webhookMessageKey(accountId, id)),
    );

  expect(await eraseWebhooks(erasing)).toEqual({ webhookBodies: 2 });
  expect(await left()).toHaveLength(3);
  expect(await eraseWebhooks({ ...erasing, forGood: true })).toEqual({ webhookBodies: 2 });
  expect((await left()).map(({ id }) => id)).toEqual(["evt_3"]);
});
