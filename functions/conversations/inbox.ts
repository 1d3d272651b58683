import type { Actor } from "../../shared/app/actor.ts";
import { isRestricted, mustSeeAll } from "../../shared/app/visibility.ts";
import { AppError, invalid } from "../../shared/errors.ts";
import { lists, NOBODY } from "./conversation.ts";

interface Filters {
  folder?: "open" | "closed" | "archived" | "deleted" | "all" | "unread" | "sent" | undefined;
  assignedTo?: string | undefined;
  teamId?: string | undefined;
  source?: string | undefined;
}

/**
 * The lists that hold what is asked for, which have nothing in common.
 * @throws AppError `validation-failed` for filters that no list answers, `forbidden` for what a restricted caller may not see
 */
export const listsFor = (filters: Filters, actor: Actor): string[] => {
  const { folder = filters.source ? "all" : "open", teamId, source } = filters;
  const assignedTo = assigneeOf(filters, actor);
  const narrowing = [assignedTo, teamId, source].filter((value) => value !== undefined);
  if (narrowing.length > 1)
    throw invalid(
      teamId && assignedTo ? "teamId" : "source",
      "Only one of `assignedTo`, `teamId` and `source` at a time",
    );
  if (folder === "unread" || folder === "sent") {
    if (filters.assignedTo ?? teamId ?? source)
      throw invalid("folder", "This folder cannot be narrowed by `assignedTo`, `teamId` or `source`");
    if (folder === "sent") mustSeeAll(actor);
    return folder === "sent" ? [lists.sent] : unreadBy(actor);
  }
  if (source) {
    if (folder !== "all") throw invalid("source", "`source` goes with the folder `all` only");
    mustSeeAll(actor);
    return [lists.source(source)];
  }
  if (teamId) mustSeeAll(actor);
  const to = teamId ?? assignedTo;
  const folders = folder === "all" ? ["open", "closed"] : [folder];
  return folders.map((name) => (to ? lists.assigned(name, to) : lists.folder(name)));
};

/** Whose conversations are asked for: restricted callers see their own. */
const assigneeOf = ({ assignedTo, folder, teamId, source }: Filters, actor: Actor): string | undefined => {
  if (assignedTo === "me" && actor.kind !== "person")
    throw invalid("assignedTo", "An API key has no conversations of its own: name a member");
  const named = assignedTo === "me" ? actor.id : assignedTo === NOBODY ? NOBODY : assignedTo;
  if (named !== undefined && named !== actor.id) mustSeeAll(actor);
  const isOwnAnyway = named !== undefined || folder === "unread" || teamId !== undefined || source !== undefined;
  return isRestricted(actor) && !isOwnAnyway ? actor.id : named;
};

const unreadBy = (actor: Actor): string[] => {
  if (actor.kind !== "person")
    throw new AppError("validation-failed", undefined, {
      errors: [{ pointer: "folder", message: "An API key reads nothing: `unread` is for people" }],
    });
  return [lists.unread(actor.id)];
};
