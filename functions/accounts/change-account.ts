import { revised } from "../../shared/app/actor.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { replace } from "../../shared/db/writes.ts";
import { type Account, accounts } from "../../shared/entities/account.ts";
import { mergePatch } from "../../shared/http/merge-patch.ts";
import { sameContent } from "../../shared/same-content.ts";
import { routes } from "./manifest.ts";
import { presentAccount } from "./present.ts";
import { accountIn } from "./store.ts";

export const changeAccount = useCase(routes.changeAccount, async ({ body, db, actor, match, now }) => {
  const current = await accountIn(db);
  match(current);
  const next: Account = { ...mergePatch(current, body), ...revised(current, actor, now) };
  if (sameContent(next, current)) return ok(presentAccount(current));
  return ok(presentAccount(next), [replace(accounts, next, current)]);
});
