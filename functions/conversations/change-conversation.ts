import { type Actor, revised } from "../../shared/app/actor.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { mustSeeAll } from "../../shared/app/visibility.ts";
import { replace } from "../../shared/db/writes.ts";
import { invalid } from "../../shared/errors.ts";
import type { BodyOf } from "../../shared/http/contract.ts";
import { sameContent } from "../../shared/same-content.ts";
import { type Conversation, conversations, folderOf } from "./conversation.ts";
import { routes } from "./manifest.ts";
import { presentConversation } from "./present.ts";
import { findConversation, mustBeAssignable } from "./store.ts";

export const readConversation = useCase(routes.get, async ({ params, actor, db }) =>
  ok(presentConversation(await findConversation(db, params.id, actor), actor)),
);

export const changeConversation = useCase(routes.update, async ({ params, body, actor, db, match, now }) => {
  const current = await findConversation(db, params.id, actor);
  match(current);
  if (body.assignedTo && body.assignedTo !== actor.id)
    mustSeeAll(actor, "You can assign conversations to yourself only.");
  await mustBeAssignable(db, {
    assignedTo: body.assignedTo === current.assignedTo ? undefined : body.assignedTo,
    teamId: body.teamId === current.teamId ? undefined : body.teamId,
  });
  return saved(current, { ...current, ...changesOf(body, current) }, actor, now);
});

const changesOf = (
  { subject, folder, assignedTo, teamId }: BodyOf<typeof routes.update>,
  current: Conversation,
): Partial<Conversation> & object =>
  ({
    ...(subject ? { subject } : {}),
    ...(folder && folder !== folderOf(current) ? moved(folder) : {}),
    ...(assignedTo === undefined ? {} : { assignedTo: assignedTo ?? undefined }),
    ...(teamId === undefined ? {} : { teamId: teamId ?? undefined }),
  }) as Partial<Conversation>;

const moved = (folder: ReturnType<typeof folderOf>) =>
  folder === "open" || folder === "closed" ? { status: folder, shelf: undefined } : { shelf: folder };

/** By the caller; an API key, which works for all, reads for everybody. */
export const markRead = useCase(routes.markRead, async ({ params, body, actor, db, match, now }) => {
  const current = await findConversation(db, params.id, actor);
  match(current);
  const isRead = body.read !== false;
  if (actor.kind !== "person" && !isRead)
    throw invalid("/read", "An API key cannot mark a conversation as unread: nobody in particular has read it");
  const member = actor.id as Conversation["unreadBy"][number];
  const others = actor.kind === "person" ? current.unreadBy.filter((id) => id !== member) : [];
  const unreadBy = isRead ? others : [...others, member];
  if (unreadBy.length === current.unreadBy.length) return ok(presentConversation(current, actor));
  return saved(current, { ...current, unreadBy }, actor, now);
});

const saved = (current: Conversation, changed: Conversation, actor: Actor, now: Date) => {
  if (sameContent(changed, current)) return ok(presentConversation(current, actor));
  const next = { ...changed, ...revised(current, actor, now) };
  return ok(presentConversation(next, actor), [replace(conversations, next, current)]);
};
