import { revised } from "../../shared/app/actor.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { replace } from "../../shared/db/writes.ts";
import { type Account, accounts } from "../../shared/entities/account.ts";
import { invalid } from "../../shared/errors.ts";
import { mergePatch } from "../../shared/http/merge-patch.ts";
import { sameContent } from "../../shared/same-content.ts";
import type { AccountsDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { presentAccount } from "./present.ts";
import { accountIn } from "./store.ts";

export const changeAccount = useCase(
  routes.changeAccount,
  async ({ body, db, actor, match, now }, { publicUrl }: AccountsDeps) => {
    const current = await accountIn(db);
    match(current);
    const changed: Account = { ...mergePatch(current, body), ...revised(current, actor, now) };
    const next = body.phone !== undefined || body.country ? await withPhone(changed) : changed;
    if (sameContent(next, current)) return ok(presentAccount(current, publicUrl));
    return ok(presentAccount(next, publicUrl), [replace(accounts, next, current)]);
  },
);

/** The number as the account's country writes it is kept beside it: pages need not load the plans of all countries. */
const withPhone = async ({ phone, phoneShown, ...account }: Account): Promise<Account> => {
  if (!phone) return account;
  const { phoneNumber } = await import("../../shared/text/contact.ts");
  const number = phoneNumber(phone, account.country);
  if (!number) throw invalid("/phone", "Not a phone number");
  const isOfHere = phoneNumber(number.national, account.country)?.e164 === number.e164;
  return { ...account, phone: number.e164, phoneShown: isOfHere ? number.national : number.international };
};
