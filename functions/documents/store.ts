import type { Actor } from "../../shared/app/actor.ts";
import { findClient } from "../../shared/app/find-client.ts";
import { isRestricted, mustSeeAll, seesClient, seesOwn } from "../../shared/app/visibility.ts";
import { keys, partitions } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import { type Document, documents } from "../../shared/entities/document.ts";
import {
  type DocumentRequest,
  documentRequests,
  RECIPIENTS,
  type RequestRecipient,
  recipientKey,
  requestRecipients,
} from "../../shared/entities/document-request.ts";
import { type DocumentShare, documentShares, shareKey } from "../../shared/entities/document-share.ts";
import { invalid, noSuch, notFound } from "../../shared/errors.ts";
import { type ClientId, type Id, isId } from "../../shared/ids.ts";

/** More recipients than a request can have. */
const ALL_RECIPIENTS = 1001;

/**
 * The clients that a caller names, each once, in their order.
 * @throws AppError `validation-failed` for nobody, for one who is not there or not theirs to see, or is in the archive
 */
export const askedClients = async (db: AccountTable, clientIds: readonly string[], actor: Actor): Promise<Client[]> => {
  const distinct = [...new Set(clientIds)];
  if (distinct.length === 0) throw invalid("/clientIds", "Name at least one client");
  const found = await db.getMany(
    clients,
    distinct.map((id) => keys.of(db.accountId, id)),
    { consistent: true },
  );
  const byId = new Map(found.map((client) => [client.id as string, client]));
  return distinct.map((id) => {
    const client = byId.get(id);
    const pointer = `/clientIds/${clientIds.indexOf(id)}`;
    if (!client || !seesClient(actor, client)) throw noSuch("client", pointer);
    if (client.status === "archived") throw invalid(pointer, "This client is in the archive");
    return client;
  });
};

/** @throws AppError `not-found`, also for a document of a client that the caller may not see */
export const findDocument = async (db: AccountTable, id: string, actor: Actor): Promise<Document> => {
  const document = isId("document", id) ? await db.get(documents, keys.of(db.accountId, id)) : undefined;
  if (!document || !(await maySeeDocument(db, document, actor))) throw notFound("document");
  return document;
};

/** Documents of the library may be seen, and shared with one's own clients, by everybody who has their id. */
export const maySeeDocument = async (db: AccountTable, { clientId }: Document, actor: Actor): Promise<boolean> => {
  if (!clientId || !isRestricted(actor)) return true;
  const client = await db.get(clients, keys.of(db.accountId, clientId));
  return client !== undefined && seesClient(actor, client);
};

/** A document, and how it is shared with one client. @throws AppError `not-found`, also for a client they may not see */
export const findShare = async (
  db: AccountTable,
  { id, clientId }: { id: string; clientId: string },
  actor: Actor,
): Promise<{ document: Document; share: DocumentShare }> => {
  const named = { accountId: db.accountId, documentId: id as Id<"document">, clientId: clientId as ClientId };
  const [document, share] = await Promise.all([
    findDocument(db, id, actor),
    db.get(documentShares, shareKey(named)),
    findClient(db, clientId, actor),
  ]);
  if (!share) throw notFound("share");
  return { document, share };
};

/** As {@link findDocument}. @throws AppError `forbidden` for the library's, when the caller does not see the library */
export const findDocumentToChange = async (db: AccountTable, id: string, actor: Actor): Promise<Document> => {
  const document = await findDocument(db, id, actor);
  if (!document.clientId) mustSeeAll(actor, "Only documents of the clients assigned to you are yours to change.");
  return document;
};

export interface WholeRequest {
  request: DocumentRequest;
  recipients: RequestRecipient[];
}

/** A request with all its recipients, in one round trip. */
export const readRequest = async (db: AccountTable, id: Id<"documentRequest">): Promise<WholeRequest | undefined> => {
  const [request, recipients] = await Promise.all([
    db.get(documentRequests, keys.of(db.accountId, id)),
    db.list(requestRecipients, partitions.self(db.accountId, id), { limit: ALL_RECIPIENTS, prefix: RECIPIENTS }),
  ]);
  return request && { request, recipients: recipients.items };
};

/** As {@link readRequest}. @throws AppError `not-found`, also for a request that is none of the caller's business */
export const findRequest = async (db: AccountTable, id: string, actor: Actor): Promise<WholeRequest> => {
  const whole = isId("documentRequest", id) ? await readRequest(db, id) : undefined;
  if (!whole || !seesOwn(actor, whole.request)) throw notFound("document request");
  return whole;
};

/** A request, and one of its clients. @throws AppError `not-found`, also for a client who is none of the caller's business */
export const findRecipient = async (
  db: AccountTable,
  { id, clientId }: { id: string; clientId: string },
  actor: Actor,
): Promise<{ request: DocumentRequest; recipient: RequestRecipient }> => {
  if (!isId("documentRequest", id) || !isId("client", clientId)) throw notFound("document request");
  const { accountId } = db;
  const [request, recipient] = await Promise.all([
    db.get(documentRequests, keys.of(accountId, id)),
    db.get(requestRecipients, recipientKey({ accountId, requestId: id, clientId })),
    findClient(db, clientId, actor),
  ]);
  if (!request || !seesOwn(actor, request)) throw notFound("document request");
  if (!recipient) throw notFound("recipient");
  return { request, recipient };
};
