import { listed, useCase } from "../../shared/app/use-case.ts";
import { partitions } from "../../shared/db/keys.ts";
import { DOCUMENTS_OF_CLIENT, documents } from "../../shared/entities/document.ts";
import type { ClientId } from "../../shared/ids.ts";
import { routes } from "./manifest.ts";
import { presentDocument } from "./present.ts";
import { findClient, mustSeeAll } from "./store.ts";

export const listDocuments = useCase(routes.list, async ({ actor, db, page }) => {
  mustSeeAll(actor);
  const partition = partitions.list(db.accountId, "DOCUMENTS");
  return listed(await db.list(documents, partition, { ...page, newestFirst: true }), presentDocument);
});

/** Everything shared with or received from one client. */
export const listClientDocuments = useCase(routes.ofClient, async ({ params, actor, db, page }) => {
  // Side by side: a client that may not be seen refuses before anything of them is answered.
  const [, found] = await Promise.all([
    findClient(db, params.id, actor),
    db.list(documents, partitions.ofClient(db.accountId, params.id as ClientId), {
      ...page,
      newestFirst: true,
      prefix: DOCUMENTS_OF_CLIENT,
    }),
  ]);
  return listed(found, presentDocument);
});
