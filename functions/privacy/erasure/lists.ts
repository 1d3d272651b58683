import { absent, any, equals } from "../../../shared/db/conditions.ts";
import { keys } from "../../../shared/db/keys.ts";
import { remove } from "../../../shared/db/writes.ts";
import { forgetLookup, type Lookup, takeFromLookup } from "../../../shared/entities/lookup.ts";
import { sortName } from "../../../shared/text/sort-name.ts";
import { unlessRefused } from "./counters.ts";
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
  for (const lookup of lookupsOf(remains)) {
    await unlessRefused(db.commit([{ ...takeFromLookup(accountId, lookup, id), when: { is: "present" } }]));
    await unlessRefused(db.commit([forgetLookup(accountId, lookup)]));
  }
  return {};
};

const lookupsOf = ({ email, mobile }: { email?: string; mobile?: string }): Lookup[] => [
  ...(email ? [{ what: "email" as const, value: email }] : []),
  ...(mobile ? [{ what: "mobile" as const, value: mobile }] : []),
];
