import { noContent, useCase } from "../../shared/app/use-case.ts";
import { removeVersion } from "../../shared/db/writes.ts";
import { documents } from "../../shared/entities/document.ts";
import { routes } from "./manifest.ts";
import { findDocument } from "./store.ts";

/** The document is gone at once; its file follows, and an upload on its way is thrown away. */
export const deleteDocument = useCase(routes.remove, async ({ params, actor, db, match }) => {
  const document = await findDocument(db, params.id, actor);
  match(document);
  return noContent([removeVersion(documents, document)]);
});
