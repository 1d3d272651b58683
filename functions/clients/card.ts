import { findClient } from "../../shared/app/find-client.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { partitions } from "../../shared/db/keys.ts";
import { recentFactOf, suppressedBy } from "../../shared/entities/address-fact.ts";
import { clientNotes } from "../../shared/entities/client.ts";
import { listClientFeed } from "../../shared/entities/feed.ts";
import type { ClientId } from "../../shared/ids.ts";
import { effectiveSubscriptions } from "./consent.ts";
import { presentEntry } from "./feed.ts";
import { routes } from "./manifest.ts";
import { presentClient } from "./present.ts";

const NEWEST = { newestFirst: true } as const;

/**
 * The client card: everything is asked at once, each list for its newest few; then what the client's address has said,
 * so that nobody reads "subscribed" where nothing will be sent.
 */
export const card = useCase(routes.card, async ({ params, actor, db }) => {
  const id = params.id as ClientId;
  const ofClient = partitions.ofClient(db.accountId, id);
  const [client, notes, documents, requests, feed] = await Promise.all([
    findClient(db, id, actor),
    db.list(clientNotes, partitions.self(db.accountId, id), { limit: 5, prefix: "NOTE#", ...NEWEST }),
    db.listStored(ofClient, { limit: 10, prefix: "document#", ...NEWEST }),
    db.listStored(ofClient, { limit: 10, prefix: "document_request#", ...NEWEST }),
    listClientFeed(db, id, { limit: 25 }),
  ]);
  const { subscriptions, suppressed } = client;
  const fact = await recentFactOf(db, client.email);
  return ok({
    client: presentClient({
      ...client,
      subscriptions: effectiveSubscriptions(subscriptions, fact),
      suppressed: suppressed ?? suppressedBy(fact),
    }),
    notes: notes.items,
    documents: documents.items.map(documentPiece),
    documentRequests: requests.items.map(piece),
    activity: { data: feed.items.map(presentEntry) },
  });
});

/** A share stands for its document, with what the client did with it. */
const documentPiece = (item: Record<string, unknown>) =>
  piece(
    item.entity === "document_share"
      ? { ...item, entity: "document", id: item.documentId, status: item.status === "revoked" ? "revoked" : item.state }
      : item,
  );

const piece = (item: Record<string, unknown>) => ({
  kind: String(item.entity),
  id: String(item.id),
  ...(typeof item.title === "string"
    ? { title: item.title }
    : typeof item.fileName === "string"
      ? { title: item.fileName }
      : {}),
  ...(typeof item.status === "string" ? { status: item.status } : {}),
  ...(typeof item.requestId === "string" ? { requestId: item.requestId } : {}),
  createdAt: String(item.createdAt),
});
