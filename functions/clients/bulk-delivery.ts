import { authorOf, born, sourceOf } from "../../shared/app/actor.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { insert, put, remove, VersionConflict } from "../../shared/db/writes.ts";
import { addressHash } from "../../shared/entities/address-fact.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import { type ClientMessage, clientMessages, messagedAddresses } from "../../shared/entities/client-message.ts";
import { type Document, documents, sharingNoted } from "../../shared/entities/document.ts";
import {
  type DocumentShare,
  documentShares,
  notedOnDocument,
  shareKey,
  shareStatusOf,
  shareWith,
} from "../../shared/entities/document-share.ts";
import { type Job, jobItems, resultsKeptUntil } from "../../shared/entities/job.ts";
import { AppError } from "../../shared/errors.ts";
import { mailStatusOf } from "../../shared/messaging/mail-status.ts";
import { settleAll } from "../../shared/settle-all.ts";
import type { BulkDelivery } from "./bulk-action.ts";
import { type Outcome, outcomeOf } from "./bulk-outcome.ts";
import { messageObstacle } from "./message-obstacle.ts";

type Share = Extract<BulkDelivery, { kind: "share_document" }>;
type Message = Extract<BulkDelivery, { kind: "message" }>;

const RERUNS = 5;

/** What brings the clients of one step of a bulk job a document or a message; e-mails follow from what it writes. */
export const delivererOf = async (
  db: AccountTable,
  action: BulkDelivery,
  job: Job,
  now: Date,
): Promise<(ids: readonly string[]) => Promise<Outcome[]>> => {
  if (action.kind === "message") {
    const obstacle = (client: Client) => messageObstacle(db, client, action.marketing ?? true);
    const deliver = toEach(db, obstacle, (client) => write(db, client, action, job, now));
    return (ids) => settleAll(ids.map(deliver));
  }
  const document = await documentOf(db, action);
  const obstacle = async (client: Client) => shareObstacle(client, action);
  const deliver = toEach(db, obstacle, (client) => {
    if (document?.status !== "clean") throw new AppError("conflict", OVER);
    return share(db, client, document, action, job, now);
  });
  return async (ids) => {
    const outcomes = await settleAll(ids.map(deliver));
    return (await documentOf(db, action)) ? outcomes : withoutShares(db, action, outcomes);
  };
};

const OVER = "The document can no longer be shared.";

const documentOf = (db: AccountTable, { documentId }: Share): Promise<Document | undefined> =>
  db.get(documents, keys.of(db.accountId, documentId));

/**
 * The document was deleted while it was being shared, and whoever removes its shares may have been there before this
 * step wrote. A step that dies before it gets here is repeated, and finds the document gone.
 */
const withoutShares = async (db: AccountTable, action: Share, outcomes: Outcome[]): Promise<Outcome[]> => {
  const { accountId } = db;
  const documentId = action.documentId as Document["id"];
  await db.writeBatch(
    outcomes.map(({ item }) => remove(shareKey({ accountId, documentId, clientId: item as Client["id"] }))),
  );
  return outcomes.map((outcome) =>
    outcome.status === "created" || outcome.status === "unchanged" ? outcomeOf(outcome.item)("failed", OVER) : outcome,
  );
};

const toEach =
  (
    db: AccountTable,
    obstacleTo: (client: Client) => Promise<string | undefined>,
    deliver: (client: Client) => Promise<string>,
  ) =>
  async (id: string): Promise<Outcome> => {
    const outcome = outcomeOf(id);
    try {
      const client = await db.get(clients, keys.of(db.accountId, id));
      if (!client) return outcome("failed", "There is no such client.");
      const obstacle = await obstacleTo(client);
      if (obstacle) return outcome("skipped", obstacle);
      return outcome(await deliver(client));
    } catch (error) {
      if (error instanceof SameAddress) return outcome("skipped", "same_address");
      // Many at once at one client or document: nobody's mistake, so the step is repeated.
      if (!(error instanceof AppError) || error instanceof VersionConflict) throw error;
      return outcome("failed", error.message);
    }
  };

/** Why nothing can reach a client, or may; what only staff see needs no way to them. */
const shareObstacle = (client: Client, { visibility }: Share): string | undefined => {
  if (client.status === "archived") return "archived";
  if (visibility === "internal") return undefined;
  const mail = mailStatusOf(client);
  if (mail !== "queued") return mail;
  return client.subscriptions.email.general ? undefined : "unsubscribed";
};

/**
 * A message of the job's name: a step that is repeated finds it there. In the same transaction stand the address, so that
 * clients who share it get one, and the client's result, which goes on with what becomes of the e-mail.
 */
const write = async (db: AccountTable, client: Client, action: Message, job: Job, now: Date) => {
  const { subject, body, marketing = true } = action;
  const { accountId } = db;
  const ttl = resultsKeptUntil(now);
  const message: ClientMessage = {
    id: `${job.id}.${client.id}`,
    accountId: db.accountId,
    clientId: client.id,
    jobId: job.id,
    subject,
    body,
    marketing,
    mail: "queued",
    ...born(authorOf(job.createdBy), now),
  };
  try {
    const hash = addressHash(accountId, client.email ?? "");
    await db.commit([
      insert(clientMessages, message, () => new Written()),
      insert(messagedAddresses, { accountId, jobId: job.id, hash, ttl }, () => new SameAddress()),
      put(jobItems, { ...outcomeOf(client.id)("created"), accountId, jobId: job.id, ttl }),
    ]);
  } catch (error) {
    if (!(error instanceof Written)) throw error;
  }
  return "created";
};

class Written extends Error {}
class SameAddress extends Error {}

const share = async (db: AccountTable, client: Client, known: Document, action: Share, job: Job, now: Date) => {
  const { visibility, message } = action;
  const author = { by: job.createdBy, source: sourceOf(authorOf(job.createdBy)), now };
  const key = shareKey({ accountId: db.accountId, documentId: known.id, clientId: client.id });
  for (let run = 1; ; run++) {
    const [previous, document] = await Promise.all([
      db.get(documentShares, key),
      run === 1 ? known : documentOf(db, action),
    ]);
    if (document?.status !== "clean" || (document.closed && visibility === "client"))
      throw new AppError("conflict", OVER);
    if (previous && isSame(previous, { visibility, message }, now)) return "unchanged";
    const shared = shareWith(document, client, { visibility, message, notify: true }, author, previous);
    const noted = notedOnDocument(document, { own: shared.share.own === true }, author);
    try {
      // Without a look at the document in the same transaction: all the clients of a step would be in one another's way.
      // It is looked for once they are through, see withoutShares.
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

/** Nothing is left to do. A client who was never mailed the link, because of what has been mended since, has no share yet. */
const isSame = (previous: DocumentShare, { visibility, message }: Pick<Share, "visibility" | "message">, now: Date) =>
  shareStatusOf(previous, now) === "active" &&
  previous.visibility === visibility &&
  (previous.message ?? "") === (message ?? "") &&
  (visibility === "internal" || isUnderWay(previous.mail));

/** The client has the link, or will. */
const isUnderWay = (mail: DocumentShare["mail"]): boolean =>
  mail === "queued" || mail === "sent" || mail === "delayed" || mail === "delivered" || mail === "complained";
