import { partitions } from "../../../shared/db/keys.ts";
import { remove } from "../../../shared/db/writes.ts";
import { allOf } from "./all-of.ts";
import type { Eraser, Found } from "./eraser.ts";

/** What the parts of a client are called in a receipt; others are technical. */
const kinds: Readonly<Record<string, string>> = {
  client_note: "notes",
  client_comment: "comments",
  client_message: "messages",
  subscription_proof: "consentProofs",
};

/** Notes, comments, messages, proofs of consent: whatever stands beside the client. */
export const eraseParts: Eraser = async ({ db, client, forGood }) => {
  const found: Found = {};
  // Parts sort after the client itself, which has "@" for a sort key.
  for await (const items of allOf(db, partitions.self(db.accountId, client.id), { from: "A" })) {
    for (const { entity } of items) found[kinds[entity] ?? "others"] = (found[kinds[entity] ?? "others"] ?? 0) + 1;
    if (forGood) await db.writeBatch(items.map(({ pk, sk }) => remove({ pk, sk })));
  }
  return found;
};
