import { findClient } from "../../shared/app/find-client.ts";
import { listed, ok, useCase } from "../../shared/app/use-case.ts";
import { type ClientId, partitions } from "../../shared/db/keys.ts";
import { countOf } from "../../shared/entities/counter.ts";
import { listCounter, listThings } from "../../shared/entities/sorted-list.ts";
import { CONVERSATIONS_OF_CLIENT, conversations } from "./conversation.ts";
import { listsFor } from "./inbox.ts";
import { routes } from "./manifest.ts";
import { presentConversation } from "./present.ts";

export const listConversations = useCase(routes.list, async ({ query, actor, db, page }) => {
  const found = await listThings(db, conversations, listsFor(query, actor), { ...page, newestFirst: true });
  return listed(found, (conversation) => presentConversation(conversation, actor));
});

export const countConversations = useCase(routes.count, async ({ query, actor, db }) => {
  const counts = await Promise.all(
    listsFor(query, actor).map((list) => countOf(db, listCounter(conversations.name, list))),
  );
  return ok({ count: counts.reduce((sum, count) => sum + count, 0) });
});

export const listOfClient = useCase(routes.ofClient, async ({ params, actor, db, page }) => {
  const range = { ...page, prefix: CONVERSATIONS_OF_CLIENT, newestFirst: true };
  const ofClient = partitions.ofClient(db.accountId, params.id as ClientId);
  const [, found] = await Promise.all([findClient(db, params.id, actor), db.list(conversations, ofClient, range)]);
  return listed(found, (conversation) => presentConversation(conversation, actor));
});
