import { revised } from "../../../shared/app/actor.ts";
import { noContent, ok, useCase } from "../../../shared/app/use-case.ts";
import { remove, replace } from "../../../shared/db/writes.ts";
import { type Account, accounts } from "../../../shared/entities/account.ts";
import { addressCodeKey, SENDER } from "../../../shared/entities/address-code.ts";
import { AppError, invalid } from "../../../shared/errors.ts";
import type { AccountsDeps } from "../deps.ts";
import { routes } from "../manifest.ts";
import { presentAccount } from "../present.ts";
import { accountIn } from "../store.ts";
import { addressProvenBy, askForCode } from "./ask.ts";

const TRIES_A_MINUTE = 5;

/** Sends a code to the address that the account wants to write from. */
export const sendSenderCode = useCase(routes.sendSenderCode, async ({ actor, db, now }) => {
  const { senderEmail } = await accountIn(db);
  if (!senderEmail) throw new AppError("conflict", "Set `senderEmail` first: PATCH /v1/account.");
  const email = senderEmail.toLowerCase();
  return noContent([await askForCode(db, { id: SENDER, email }, actor, now)]);
});

/** From now on the account writes from this address, where the installation can; before, from the installation's own. */
export const confirmSender = useCase(
  routes.confirmSender,
  async ({ body, actor, db, now }, { limiter, publicUrl }: AccountsDeps) => {
    await limiter.takeFor(db.accountId, "code_sender", TRIES_A_MINUTE, now);
    const [current, email] = await Promise.all([accountIn(db), addressProvenBy(db, SENDER, body.code, now)]);
    if (current.senderEmail?.toLowerCase() !== email)
      throw invalid("/code", "This code is for an address that is no longer the account's.");
    const next: Account = { ...current, provenSender: email, ...revised(current, actor, now) };
    return ok(presentAccount(next, publicUrl), [
      replace(accounts, next, current),
      remove(addressCodeKey(db.accountId, SENDER)),
    ]);
  },
);
