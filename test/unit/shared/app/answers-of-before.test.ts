import { createCipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { idempotency } from "../../../../shared/app/idempotency.ts";
import { entity } from "../../../../shared/db/entity.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { put } from "../../../../shared/db/writes.ts";
import { hashOf, ulids } from "../../../../shared/ids.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const accountId = ulids.next("account");
const actor = { id: "key_1", accountId } as Parameters<typeof idempotency>[1];

/** An answer as version 0.1 kept it. */
const earlier = entity<{ hash: string; fingerprint: string; body: string; sealed: boolean }>("receipt", ({ hash }) =>
  keys.idempotency(accountId, hash),
);

const sealedThen = (body: string, key: string): string => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(
    "aes-256-gcm",
    Buffer.from(hkdfSync("sha256", key, "", "clientele receipt", 32)),
    nonce,
  );
  const text = Buffer.concat([cipher.update(body), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64");
};

it.each([
  ["a text", false],
  ["sealed", true],
])("an answer that was kept before an upgrade is answered again after it: %s", async (_, sealed) => {
  const db = memoryTable().table.of(accountId);
  const body = '{"id":"cli_1"}';
  const kept = { status: 201, headers: {}, ttl: 1 };
  const fingerprint = createHash("sha256").update("POST /v1/clients").digest("base64url");
  const hash = hashOf(`${actor.id}\norder 17`);
  await db.commit([
    put(earlier, { ...kept, hash, fingerprint, body: sealed ? sealedThen(body, "order 17") : body, sealed }),
  ]);
  const receipt = idempotency("order 17", actor, "POST /v1/clients");
  await expect(receipt.recall(db)).rejects.toMatchObject({ answer: { statusCode: 201, body } });
});
