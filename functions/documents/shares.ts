import { sourceOf } from "../../shared/app/actor.ts";
import { listed, noContent, useCase } from "../../shared/app/use-case.ts";
import { partitions } from "../../shared/db/keys.ts";
import { sharingNoted } from "../../shared/entities/document.ts";
import { documentShares, revokeShare, SHARES } from "../../shared/entities/document-share.ts";
import { routes } from "./manifest.ts";
import { presentShare } from "./present.ts";
import { findDocument, findShare } from "./store.ts";

export const listShares = useCase(routes.listShares, async ({ params, actor, db, page, now }) => {
  const [, found] = await Promise.all([
    findDocument(db, params.id, actor),
    db.list(documentShares, partitions.self(db.accountId, params.id), { ...page, prefix: SHARES }),
  ]);
  return listed(found, (share) => presentShare(share, now));
});

/** Revokes what a client was given: their links are over at once. Revoking twice is revoking once. */
export const unshareDocument = useCase(routes.unshare, async ({ params, actor, db, now, match }) => {
  const { document, share } = await findShare(db, params, actor);
  match(share);
  if (share.status === "revoked") return noContent();
  const { share: revoked, write } = revokeShare(share, { by: actor.id, source: sourceOf(actor), now });
  return noContent([write, sharingNoted(document, actor.id, "revoked", revoked, now)]);
});
