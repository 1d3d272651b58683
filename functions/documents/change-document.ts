import { revised } from "../../shared/app/actor.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { replace } from "../../shared/db/writes.ts";
import { type Document, documents } from "../../shared/entities/document.ts";
import { fileName, nameForType } from "../../shared/files/file-name.ts";
import { routes } from "./manifest.ts";
import { presentDocument } from "./present.ts";
import { findDocumentToChange } from "./store.ts";

/** Renames a document, or closes it to clients and opens it again: their links follow at once, their shares stay. */
export const changeDocument = useCase(routes.change, async ({ params, body, actor, db, now, match }) => {
  const document = await findDocumentToChange(db, params.id, actor);
  match(document);
  const { closed, ...open } = document;
  const visibility = body.visibility ?? document.visibility;
  const next: Document = {
    ...open,
    ...(body.fileName === undefined ? {} : { fileName: nameForType(fileName(body.fileName), document.contentType) }),
    visibility,
    // One that no client was to see yet is not closed: sharing it opens it.
    ...(visibility === "internal" && (closed || document.visibility === "client") ? { closed: true as const } : {}),
  };
  if (next.fileName === document.fileName && next.visibility === document.visibility)
    return ok(presentDocument(document, now));
  const changed = { ...next, ...revised(document, actor, now) };
  return ok(presentDocument(changed, now), [replace(documents, changed, document)]);
});
