import { findClient } from "../../shared/app/find-client.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { partitions } from "../../shared/db/keys.ts";
import { recentFactOf, suppressedBy } from "../../shared/entities/address-fact.ts";
import { clientNotes } from "../../shared/entities/client.ts";
import { listActivity } from "../../shared/entities/client-creation.ts";
import type { ClientId } from "../../shared/ids.ts";
import { readCardLists } from "./card-lists.ts";
import { effectiveSubscriptions } from "./consent.ts";
import { presentEntry } from "./feed.ts";
import { routes } from "./manifest.ts";
import { presentClient } from "./present.ts";

/**
 * The client card: everything is asked at once, each list for its newest few; then what the client's address has said,
 * so that nobody reads "subscribed" where nothing will be sent.
 */
export const card = useCase(routes.card, async ({ params, actor, db }) => {
  const id = params.id as ClientId;
  const found = findClient(db, id, actor);
  const [client, notes, lists, feed] = await Promise.all([
    found,
    db.list(clientNotes, partitions.self(db.accountId, id), { limit: 5, prefix: "NOTE#", newestFirst: true }),
    readCardLists(db, id, actor),
    listActivity(db, id, found, { limit: 25 }),
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
    ...lists,
    activity: { data: feed.items.map(presentEntry) },
  });
});
