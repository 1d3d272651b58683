import { absent, any, equals } from "../../../shared/db/conditions.ts";
import { keys } from "../../../shared/db/keys.ts";
import { unlessRefused } from "../../../shared/db/unless-refused.ts";
import { remove } from "../../../shared/db/writes.ts";
import { lookupOf02, lookupsOf } from "../../../shared/entities/lookup.ts";
import { leaveLookup } from "../../../shared/projection/lookups.ts";
import { sortName } from "../../../shared/text/sort-name.ts";
import type { Eraser } from "./eraser.ts";

/** What the client had claimed as unique, and where they stand under their addresses and numbers. */
export const eraseNames: Eraser = async ({ db, client, forGood }) => {
  const { accountId, id, remains } = client;
  if (!remains || !forGood) return {};
  const claims = Object.entries({ name: sortName(remains.name), email: remains.email, mobile: remains.mobile });
  for (const [what, value] of claims) {
    if (value)
      await unlessRefused(
        db.commit([remove(keys.unique(accountId, what, value), any(absent, equals("clientId", id)))]),
      );
  }
  const lookups = lookupsOf(remains);
  for (const lookup of [...lookups, ...lookups.map(lookupOf02)]) await leaveLookup(db, lookup, id);
  return {};
};
