import { findClient } from "../../shared/app/find-client.ts";
import { listed, noContent, useCase } from "../../shared/app/use-case.ts";
import { partitions } from "../../shared/db/keys.ts";
import { removeVersion } from "../../shared/db/writes.ts";
import { attachmentsOf, documents, isAttachment } from "../../shared/entities/document.ts";
import { notFound } from "../../shared/errors.ts";
import type { ClientId } from "../../shared/ids.ts";
import { announce } from "./create-document.ts";
import type { DocumentDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { presentDocument } from "./present.ts";
import { findDocument } from "./store.ts";

/** Attachments are documents of a client that staff keep to themselves. */
export const listAttachments = useCase(routes.listAttachments, async ({ params, actor, db, page, now }) => {
  const partition = partitions.work(db.accountId, attachmentsOf(params.id as ClientId));
  const [, found] = await Promise.all([
    findClient(db, params.id, actor),
    db.list(documents, partition, { ...page, newestFirst: true }),
  ]);
  return listed(found, (document) => presentDocument(document, now));
});

export const addAttachment = useCase(routes.addAttachment, ({ params, body, ...call }, deps: DocumentDeps) => {
  const document = { ...body, clientId: params.id, visibility: "internal" as const };
  return announce(document, call, deps, () => findClient(call.db, params.id, call.actor));
});

export const removeAttachment = useCase(routes.removeAttachment, async ({ params, actor, db, match }) => {
  const [client, document] = await Promise.all([
    findClient(db, params.id, actor),
    findDocument(db, params.attachmentId, actor),
  ]);
  if (document.clientId !== client.id || !isAttachment(document)) throw notFound("attachment");
  match(document);
  return noContent([removeVersion(documents, document)]);
});
