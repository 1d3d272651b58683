import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { queueConsumer } from "../../shared/app/queue.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { clients } from "../../shared/entities/client.ts";
import { clientMessages, messageKey, reviseMessage } from "../../shared/entities/client-message.ts";
import { jobItemKey, jobItems } from "../../shared/entities/job.ts";
import { readMailEvent } from "../../shared/events/read-event.ts";
import { isId } from "../../shared/ids.ts";
import { type MailEvent, mailEventOf } from "../../shared/messaging/mail-event.ts";
import { type Letter, noteFate } from "../../shared/messaging/note-fate.ts";
import { noteResult } from "./message-result.ts";

/** What the provider tells of messages to many clients: on the message, and in the results of its job while they are kept. */
export const noteMessage = (event: MailEvent, deps: AppDeps): Promise<void> =>
  noteFate(event, (db) => messageOf(db, event), deps);

const messageOf = async (db: AccountTable, { tags }: MailEvent): Promise<Letter | undefined> => {
  const { job: jobId = "", client: clientId = "" } = tags;
  if (!isId("job", jobId) || !isId("client", clientId)) return undefined;
  const { accountId } = db;
  const [message, result] = await Promise.all([
    db.get(clientMessages, messageKey({ accountId, clientId, jobId })),
    db.get(jobItems, jobItemKey({ accountId, jobId, place: clientId })),
  ]);
  return (
    message && {
      state: message,
      round: 1,
      nextTo: async () => (await db.get(clients, keys.of(accountId, clientId)))?.email,
      writes: (state, now) => [
        reviseMessage(message, state, now),
        ...(result ? [noteResult(message, state.mail, state.mailError)] : []),
      ],
    }
  );
};

export const handler = queueConsumer((body) => mailEventOf(readMailEvent(body)), buildWorkerDeps, noteMessage);
