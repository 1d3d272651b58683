import type { Actor } from "../../shared/app/actor.ts";
import { isRestricted, seesClient } from "../../shared/app/visibility.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { members } from "../../shared/entities/account.ts";
import { clients } from "../../shared/entities/client.ts";
import { teams } from "../../shared/entities/team.ts";
import { noSuch, notFound } from "../../shared/errors.ts";
import { isId } from "../../shared/ids.ts";
import { type Conversation, conversationIds, conversations } from "./conversation.ts";

/** @throws AppError `not-found`, also for one that is not the caller's business */
export const findConversation = async (db: AccountTable, id: string, actor: Actor): Promise<Conversation> => {
  const conversation = isId(conversationIds, id) ? await db.get(conversations, keys.of(db.accountId, id)) : undefined;
  if (!conversation || !(await sees(db, conversation, actor))) throw notFound("conversation");
  return conversation;
};

/** Field staff of restricted accounts see conversations that are assigned to them, and those of their clients. */
const sees = async (db: AccountTable, { assignedTo, clientId }: Conversation, actor: Actor): Promise<boolean> => {
  if (!isRestricted(actor) || assignedTo === actor.id) return true;
  const client = await db.get(clients, keys.of(db.accountId, clientId));
  return client !== undefined && seesClient(actor, client);
};

/** @throws AppError `validation-failed` for somebody who does not work here, or a team that is none */
export const mustBeAssignable = async (
  db: AccountTable,
  { assignedTo, teamId }: { assignedTo?: string | null | undefined; teamId?: string | null | undefined },
): Promise<void> => {
  const [member, team] = await Promise.all([
    assignedTo ? db.get(members, keys.of(db.accountId, assignedTo)) : undefined,
    teamId ? db.get(teams, keys.of(db.accountId, teamId)) : undefined,
  ]);
  if (assignedTo && member?.status !== "active") throw noSuch("member", "/assignedTo");
  if (teamId && !team) throw noSuch("team", "/teamId");
};
