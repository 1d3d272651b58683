import { sourceOf } from "../../shared/app/actor.ts";
import { noContent, useCase } from "../../shared/app/use-case.ts";
import { removeVersion } from "../../shared/db/writes.ts";
import { documents } from "../../shared/entities/document.ts";
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
  const missed = await takeBack(db, document, { by: actor.id, source: sourceOf(actor), now });
  return noContent([removeVersion(documents, document), ...missed]);
});
