import { type Actor, born, revised } from "../../../shared/app/actor.ts";
import { secondsSinceEpoch } from "../../../shared/clock.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { insert, replace, VersionConflict, type Write } from "../../../shared/db/writes.ts";
import { type AddressCode, addressCodeKey, addressCodes } from "../../../shared/entities/address-code.ts";
import { AppError, invalid } from "../../../shared/errors.ts";
import { codeHashOf, keptUntil } from "./code.ts";

const BETWEEN_MAILS_MS = 60_000;

/** The write by which a code goes to an address. @throws AppError `too-many-requests` within a minute of the last one */
export const askForCode = async (
  db: AccountTable,
  { id, email }: { id: string; email: string },
  actor: Actor,
  now: Date,
): Promise<Write> => {
  const earlier = await db.get(addressCodes, addressCodeKey(db.accountId, id));
  if (earlier && earlier.email === email && now.getTime() - Date.parse(earlier.updatedAt) < BETWEEN_MAILS_MS)
    throw new AppError("too-many-requests", "A code was sent a moment ago; wait a minute.", {
      headers: { "retry-after": String(BETWEEN_MAILS_MS / 1000) },
    });
  const next: AddressCode = {
    id,
    accountId: db.accountId,
    email,
    ttl: secondsSinceEpoch(keptUntil(now)),
    ...(earlier ? revised(earlier, actor, now) : born(actor, now)),
  };
  return earlier ? replace(addressCodes, next, earlier) : insert(addressCodes, next, () => new VersionConflict());
};

/** The address that a code proves. @throws AppError `validation-failed` for a wrong code, and for one that is over */
export const addressProvenBy = async (db: AccountTable, id: string, code: string, now: Date): Promise<string> => {
  const asked = await db.get(addressCodes, addressCodeKey(db.accountId, id));
  const isOpen = asked?.expiresAt !== undefined && Date.parse(asked.expiresAt) > now.getTime();
  if (!isOpen || asked.codeHash !== codeHashOf(asked, code))
    throw invalid("/code", "This code is wrong, was used already or is over: ask for another one.");
  return asked.email;
};
