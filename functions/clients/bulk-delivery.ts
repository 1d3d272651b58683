import { authorOf, born, sourceOf } from "../../shared/app/actor.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { insert, VersionConflict } from "../../shared/db/writes.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import { type ClientMessage, clientMessages } from "../../shared/entities/client-message.ts";
import { type Document, documents, sharingNoted } from "../../shared/entities/document.ts";
import {
  type DocumentShare,
  documentShares,
  notedOnDocument,
  shareKey,
  shareStatusOf,
  shareWith,
} from "../../shared/entities/document-share.ts";
import type { Job } from "../../shared/entities/job.ts";
import { AppError } from "../../shared/errors.ts";
import { mailStatusOf } from "../../shared/messaging/mail-status.ts";
import type { BulkDelivery } from "./bulk-action.ts";
import { type Outcome, outcomeOf } from "./bulk-outcome.ts";

type Share = Extract<BulkDelivery, { kind: "share_document" }>;
type Message = Extract<BulkDelivery, { kind: "message" }>;

const RERUNS = 5;

/** What brings one client of a bulk job a document or a message; e-mails follow from what it writes. */
export const delivererOf = async (db: AccountTable, action: BulkDelivery, job: Job, now: Date) => {
  const document =
    action.kind === "share_document" ? await db.get(documents, keys.of(db.accountId, action.documentId)) : undefined;
  return async (id: string): Promise<Outcome> => {
    const outcome = outcomeOf(id);
    try {
      const client = await db.get(clients, keys.of(db.accountId, id));
      if (!client) return outcome("failed", "There is no such client.");
      const obstacle = obstacleTo(client, action);
      if (obstacle) return outcome("skipped", obstacle);
      if (action.kind === "message") return outcome(await write(db, client, action, job, now));
      if (document?.status !== "clean") return outcome("failed", "The document can no longer be shared.");
      return outcome(await share(db, client, document, action, job, now));
    } catch (error) {
      if (error instanceof AppError) return outcome("failed", error.message);
      throw error;
    }
  };
};

/** Why nothing can reach a client, or may; what only staff see needs no way to them. */
const obstacleTo = (client: Client, action: BulkDelivery): string | undefined => {
  if (client.status === "archived") return "archived";
  if (action.kind === "share_document" && action.visibility === "internal") return undefined;
  const mail = mailStatusOf(client);
  if (mail !== "queued") return mail;
  return client.subscriptions.email.general ? undefined : "unsubscribed";
};

/** A message of the job's name: a step that is repeated finds it there. */
const write = async (db: AccountTable, client: Client, { subject, body }: Message, job: Job, now: Date) => {
  const message: ClientMessage = {
    id: `${job.id}.${client.id}`,
    accountId: db.accountId,
    clientId: client.id,
    jobId: job.id,
    subject,
    body,
    mail: "queued",
    ...born(authorOf(job.createdBy), now),
  };
  try {
    await db.commit([insert(clientMessages, message, () => new Written())]);
  } catch (error) {
    if (!(error instanceof Written)) throw error;
  }
  return "created";
};

class Written extends Error {}

const share = async (
  db: AccountTable,
  client: Client,
  document: Document,
  { visibility, message }: Share,
  job: Job,
  now: Date,
) => {
  const author = { by: job.createdBy, source: sourceOf(authorOf(job.createdBy)), now };
  const key = shareKey({ accountId: db.accountId, documentId: document.id, clientId: client.id });
  for (let run = 1; ; run++) {
    const previous = await db.get(documentShares, key);
    if (previous && isSame(previous, { visibility, message }, now)) return "unchanged";
    const shared = shareWith(document, client, { visibility, message, notify: true }, author, previous);
    const noted = notedOnDocument(document, [shared.share], author);
    try {
      // Without a look at the document in the same transaction: all the clients of a step would be in one another's way.
      // Once it is deleted, its shares open nothing and are not listed.
      await db.commit([
        shared.write,
        sharingNoted(document, job.createdBy, "shared", shared.share, now),
        ...(noted ? [noted] : []),
      ]);
      return "created";
    } catch (error) {
      if (!(error instanceof VersionConflict) || run >= RERUNS) throw error;
    }
  }
};

const isSame = (previous: DocumentShare, { visibility, message }: Pick<Share, "visibility" | "message">, now: Date) =>
  shareStatusOf(previous, now) === "active" &&
  previous.visibility === visibility &&
  (previous.message ?? "") === (message ?? "");
