import { revised } from "../../shared/app/actor.ts";
import { noContent, useCase } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import { replace } from "../../shared/db/writes.ts";
import { accounts } from "../../shared/entities/account.ts";
import { notFound } from "../../shared/errors.ts";
import { announce } from "./create-document.ts";
import type { DocumentDeps } from "./deps.ts";
import { routes } from "./manifest.ts";

/** Announces a picture that becomes the account's logo once it was found clean (`settle.ts`). */
export const setLogo = useCase(routes.setLogo, ({ body, ...call }, deps: DocumentDeps) =>
  announce(body, call, deps, async () => {}, { use: "logo" }),
);

/** The picture stays in the library: e-mails that were sent show it. */
export const removeLogo = useCase(routes.removeLogo, async ({ actor, db, now, match }) => {
  const account = await db.get(accounts, keys.account(db.accountId));
  if (!account) throw notFound("account");
  match(account);
  if (!account.logo) return noContent();
  const { logo, ...rest } = account;
  return noContent([replace(accounts, { ...rest, ...revised(account, actor, now) }, account)]);
});
