import { sourceOf } from "../../shared/app/actor.ts";
import { noContent, useCase } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import { removeVersion } from "../../shared/db/writes.ts";
import { accounts } from "../../shared/entities/account.ts";
import { documents } from "../../shared/entities/document.ts";
import { AppError } from "../../shared/errors.ts";
import { routes } from "./manifest.ts";
import { findDocumentToChange } from "./store.ts";
import { takeBack } from "./take-back.ts";

/**
 * The document is gone at once; its file follows, and an upload on its way is thrown away. What a client sent for a request
 * is missed there again.
 */
export const deleteDocument = useCase(routes.remove, async ({ params, actor, db, now, match }) => {
  const document = await findDocumentToChange(db, params.id, actor);
  match(document);
  if (document.use === "logo" && (await db.get(accounts, keys.account(db.accountId)))?.logo === document.id)
    throw new AppError("conflict", "This is the account's logo: DELETE /v1/account/logo first.");
  const missed = await takeBack(db, document, { by: actor.id, source: sourceOf(actor), now });
  return noContent([removeVersion(documents, document), ...missed]);
});
