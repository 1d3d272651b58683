import type { Actor } from "../../../shared/app/actor.ts";
import { noContent, useCase } from "../../../shared/app/use-case.ts";
import { keys } from "../../../shared/db/keys.ts";
import { remove, update } from "../../../shared/db/writes.ts";
import { addressCodeKey } from "../../../shared/entities/address-code.ts";
import { AppError, invalid } from "../../../shared/errors.ts";
import type { AccountsDeps } from "../deps.ts";
import { routes } from "../manifest.ts";
import { addressProvenBy, askForCode } from "./ask.ts";

const TRIES_A_MINUTE = 5;

/** Sends the person who calls another code for the address that they sign in with. */
export const sendMyAddressCode = useCase(
  routes.sendMyAddressCode,
  async ({ actor, db, now }, { people }: AccountsDeps) => {
    const person = await (await people()).find(personIn(actor));
    if (!person) throw new AppError("not-found", "Nobody signs in like this any more.");
    if (person.verified) throw new AppError("conflict", "Your address is proven already.");
    return noContent([await askForCode(db, { id: actor.id, email: person.email }, actor, now)]);
  },
);

/** From now on the address says who they are: they can be invited by it, and get a new password through it. */
export const confirmMyAddress = useCase(
  routes.confirmMyAddress,
  async ({ body, actor, db, now }, { people, limiter }: AccountsDeps) => {
    const personId = personIn(actor);
    await limiter.takeFor(db.accountId, `code_${actor.id}`, TRIES_A_MINUTE, now);
    const email = await addressProvenBy(db, actor.id, body.code, now);
    const pool = await people();
    const person = await pool.find(personId);
    if (person?.email !== email) throw invalid("/code", "This code is for an address that you no longer have.");
    await pool.confirmAddress(person);
    return noContent([
      remove(addressCodeKey(db.accountId, actor.id)),
      update(keys.of(db.accountId, actor.id), { remove: ["address"] }),
    ]);
  },
);

const personIn = ({ personId }: Actor): string => {
  if (!personId) throw new AppError("forbidden", "An API key has no address: this route is for people.");
  return personId;
};
