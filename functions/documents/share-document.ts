import { sourceOf } from "../../shared/app/actor.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { equals } from "../../shared/db/conditions.ts";
import { keys } from "../../shared/db/keys.ts";
import { check } from "../../shared/db/writes.ts";
import { sharingNoted } from "../../shared/entities/document.ts";
import { documentShares, notedOnDocument, shareKey, shareWith } from "../../shared/entities/document-share.ts";
import { AppError } from "../../shared/errors.ts";
import type { ClientId, Id } from "../../shared/ids.ts";
import { readEnd } from "./end.ts";
import { routes } from "./manifest.ts";
import { presentShare } from "./present.ts";
import { askedClients, findDocument } from "./store.ts";

/**
 * Shares a document with clients, each of whom may have it already: then the share is revised. Writing the shares is what
 * sends the e-mails: each follows from its own change.
 */
export const shareDocument = useCase(routes.share, async ({ params, body, actor, db, now }) => {
  const { accountId } = db;
  const documentId = params.id as Id<"document">;
  const [document, asked, known] = await Promise.all([
    findDocument(db, params.id, actor),
    askedClients(db, body.clientIds, actor),
    db.getMany(
      documentShares,
      body.clientIds.map((id) => shareKey({ accountId, documentId, clientId: id as ClientId })),
      { consistent: true },
    ),
  ]);
  if (document.status !== "clean") throw notClean();
  if (document.closed && body.visibility !== "internal") throw closed();
  const terms = {
    visibility: body.visibility ?? ("client" as const),
    message: body.message,
    expiresAt: body.expiresAt === undefined ? undefined : readEnd(body.expiresAt, now),
    notify: body.notify ?? true,
  };
  const author = { by: actor.id, source: sourceOf(actor), now };
  const shared = asked.map((client) => {
    const previous = known.find(({ clientId }) => clientId === client.id);
    return shareWith(document, client, terms, author, previous);
  });
  const shares = shared.map(({ share }) => share);
  return ok({ data: shares.map((share) => presentShare(share, now)) }, [
    notedOnDocument(document, { own: shares.some(({ own }) => own), opens: terms.visibility === "client" }, author) ??
      // It may be deleted at this very moment. One that is being closed stays closed, whoever it is shared with.
      check(keys.of(accountId, document.id), equals("status", "clean"), notClean),
    ...shared.flatMap(({ share, write }) => [write, sharingNoted(document, actor.id, "shared", share, now)]),
  ]);
});

/** Whoever shares it with one client would open it to all who had it. */
const closed = () =>
  new AppError("conflict", "This document is closed to clients; change its visibility to `client` first.");

const notClean = () => new AppError("conflict", "Only a document whose file was found clean can be shared.");
