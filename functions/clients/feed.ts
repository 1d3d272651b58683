import { findClient } from "../../shared/app/find-client.ts";
import { type Answer, useCase } from "../../shared/app/use-case.ts";
import type { Page } from "../../shared/db/table.ts";
import { listActivity } from "../../shared/entities/client-creation.ts";
import { type FeedEntry, kindOf, listHistory } from "../../shared/entities/feed.ts";
import type { ClientId } from "../../shared/ids.ts";
import { routes } from "./manifest.ts";

// Side by side, here and below: a client that may not be seen refuses before anything of them is answered.
export const activity = useCase(routes.activity, async ({ params, actor, db, page }) =>
  told(await listActivity(db, params.id as ClientId, findClient(db, params.id, actor), page)),
);

export const history = useCase(routes.history, async ({ params, actor, db, page }) => {
  const [, found] = await Promise.all([findClient(db, params.id, actor), listHistory(db, params.id, page)]);
  return told(found);
});

const told = (page: Page<FeedEntry>): Answer => ({
  status: 200,
  body: { data: page.items.map(presentEntry) },
  writes: [],
  next: page.next,
});

export const presentEntry = ({ resourceId, changes = [], ...entry }: FeedEntry) => ({
  ...entry,
  resource: { kind: kindOf(entry), id: resourceId },
  changes,
});
