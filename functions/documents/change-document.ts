import { revised } from "../../shared/app/actor.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { replace } from "../../shared/db/writes.ts";
import { type Document, documents } from "../../shared/entities/document.ts";
import { fileName } from "../../shared/files/file-name.ts";
import { routes } from "./manifest.ts";
import { presentDocument } from "./present.ts";
import { findDocumentToChange } from "./store.ts";

/** Renames a document, or closes it to clients and opens it again: their links follow at once, their shares stay. */
export const changeDocument = useCase(routes.change, async ({ params, body, actor, db, now, match }) => {
  const document = await findDocumentToChange(db, params.id, actor);
  match(document);
  const next: Document = {
    ...document,
    ...(body.fileName === undefined ? {} : { fileName: fileName(body.fileName) }),
    ...(body.visibility === undefined ? {} : { visibility: body.visibility }),
  };
  if (next.fileName === document.fileName && next.visibility === document.visibility)
    return ok(presentDocument(document, now));
  const changed = { ...next, ...revised(document, actor, now) };
  return ok(presentDocument(changed, now), [replace(documents, changed, document)]);
});
