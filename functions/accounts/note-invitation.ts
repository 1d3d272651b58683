import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { queueConsumer } from "../../shared/app/queue.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { all, equals } from "../../shared/db/conditions.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { update, VersionConflict } from "../../shared/db/writes.ts";
import { invitations } from "../../shared/entities/invitation.ts";
import { readMailEvent } from "../../shared/events/read-event.ts";
import { isId } from "../../shared/ids.ts";
import { type MailEvent, mailEventOf } from "../../shared/messaging/mail-event.ts";
import { type Letter, noteFate } from "../../shared/messaging/note-fate.ts";

/** What the provider tells of invitations: whoever lists them sees which never arrived. */
export const noteInvitation = (event: MailEvent, deps: AppDeps): Promise<void> =>
  noteFate(event, (db) => invitationOf(db, event), deps);

const invitationOf = async (
  db: AccountTable,
  { tags: { invitation: id = "" } }: MailEvent,
): Promise<Letter | undefined> => {
  const key = keys.of(db.accountId, id);
  const found = isId("invitation", id) ? await db.get(invitations, key) : undefined;
  if (found?.status !== "pending") return undefined;
  const asRead = all(equals("round", found.round), equals("mail", found.mail));
  return {
    state: found,
    round: found.round,
    nextTo: async () => found.email,
    // The version stays: whoever answers the invitation at this moment has read it before.
    writes: (state) => [update(key, { set: { ...state } }, asRead, () => new VersionConflict())],
  };
};

export const handler = queueConsumer((body) => mailEventOf(readMailEvent(body)), buildWorkerDeps, noteInvitation);
