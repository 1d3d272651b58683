import { type Answer, useCase } from "../../shared/app/use-case.ts";
import type { Page } from "../../shared/db/table.ts";
import { type FeedEntry, listClientFeed, listHistory } from "../../shared/entities/feed.ts";
import { routes } from "./manifest.ts";
import { findClient } from "./store.ts";

export const activity = useCase(routes.activity, async ({ params, actor, db, page }) => {
  const client = await findClient(db, params.id, actor);
  return told(await listClientFeed(db, client.id, page));
});

export const history = useCase(routes.history, async ({ params, actor, db, page }) => {
  const client = await findClient(db, params.id, actor);
  return told(await listHistory(db, client.id, page));
});

const told = (page: Page<FeedEntry>): Answer => ({
  status: 200,
  body: { data: page.items.map(presentEntry) },
  writes: [],
  next: page.next,
});

export const presentEntry = ({ kind, resourceId, changes = [], ...entry }: FeedEntry) => ({
  ...entry,
  resource: { kind, id: resourceId },
  changes,
});
