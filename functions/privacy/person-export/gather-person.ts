import { fromStored, isOf } from "../../../shared/db/entity.ts";
import { keys, partitions } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { type Client, clientComments, clientNotes, subscriptionProofs } from "../../../shared/entities/client.ts";
import { creationOf } from "../../../shared/entities/client-creation.ts";
import { clientMessages } from "../../../shared/entities/client-message.ts";
import { DOCUMENTS_OF_CLIENT, type Document, documents } from "../../../shared/entities/document.ts";
import { documentRequests, REQUESTS_OF_CLIENT, requestRecipients } from "../../../shared/entities/document-request.ts";
import { documentShares, shareKey } from "../../../shared/entities/document-share.ts";
import { type FeedEntry, feedEntries } from "../../../shared/entities/feed.ts";
import { kinds } from "../../kinds.ts";
import { allOf } from "../erasure/all-of.ts";
import { copyThings } from "../things-of-client.ts";

/** All that is kept about a client, as whoever asks for it gets to read it. */
export interface Person {
  client: Record<string, unknown>;
  notes: unknown[];
  comments: unknown[];
  messages: unknown[];
  subscriptionProofs: unknown[];
  documents: Record<string, unknown>[];
  shares: unknown[];
  documentRequests: unknown[];
  history: unknown[];
}

/** A person, and those of their documents whose file is there. */
export const gatherPerson = async (
  db: AccountTable,
  client: Client,
): Promise<{ person: Person; files: Document[] }> => {
  const parts: Pick<Person, "notes" | "comments" | "messages" | "subscriptionProofs"> = {
    notes: [],
    comments: [],
    messages: [],
    subscriptionProofs: [],
  };
  for await (const items of allOf(db, partitions.self(db.accountId, client.id), { from: "A" })) {
    for (const item of items) {
      if (isOf(clientNotes, item)) parts.notes.push(shown(fromStored(clientNotes, item)));
      if (isOf(clientComments, item)) parts.comments.push(shown(fromStored(clientComments, item)));
      if (isOf(clientMessages, item)) parts.messages.push(shown(fromStored(clientMessages, item)));
      if (isOf(subscriptionProofs, item)) parts.subscriptionProofs.push(shown(fromStored(subscriptionProofs, item)));
    }
  }
  const own = await documentsOf(db, client);
  const { indexed, ...record } = client;
  return {
    person: {
      client: shown(record),
      ...parts,
      documents: own.files.map(({ key, uploadId, newVersion, ttl, ...document }) => shown(document)),
      shares: own.shares,
      documentRequests: await requestsOf(db, client),
      history: await historyOf(db, client),
      ...(await copyThings(kinds, db, client.id)),
    },
    files: own.files.filter(({ key }) => key !== undefined),
  };
};

const shown = (item: object): Record<string, unknown> => {
  const { accountId, ...rest } = { accountId: undefined, ...item };
  return rest;
};

const documentsOf = async (db: AccountTable, { id: clientId }: Client) => {
  const files: Document[] = [];
  const shares: unknown[] = [];
  for await (const items of allOf(db, partitions.ofClient(db.accountId, clientId), { prefix: DOCUMENTS_OF_CLIENT })) {
    for (const item of items) {
      if (isOf(documentShares, item)) shares.push(shown(fromStored(documentShares, item)));
      if (!isOf(documents, item)) continue;
      const document = fromStored(documents, item);
      files.push(document);
      const key = shareKey({ accountId: db.accountId, documentId: document.id, clientId });
      const share = document.ownShare ? await db.get(documentShares, key) : undefined;
      if (share) shares.push(shown(share));
    }
  }
  return { files, shares };
};

const requestsOf = async (db: AccountTable, { id }: Client): Promise<unknown[]> => {
  const all: unknown[] = [];
  for await (const items of allOf(db, partitions.ofClient(db.accountId, id), { prefix: REQUESTS_OF_CLIENT })) {
    const recipients = items
      .filter((item) => isOf(requestRecipients, item))
      .map((item) => fromStored(requestRecipients, item));
    const requests = await db.getMany(
      documentRequests,
      recipients.map(({ requestId }) => keys.of(db.accountId, requestId)),
    );
    const byId = new Map(requests.map((request) => [request.id, request]));
    for (const recipient of recipients) {
      const { progress, ...request } = byId.get(recipient.requestId) ?? { progress: undefined };
      all.push({ ...shown(request), part: shown(recipient) });
    }
  }
  return all;
};

/** Oldest first. */
const historyOf = async (db: AccountTable, client: Client): Promise<unknown[]> => {
  const all: FeedEntry[] = [];
  for await (const items of allOf(db, partitions.clientFeed(db.accountId, client.id)))
    all.push(...items.map((item) => fromStored(feedEntries, item)));
  const creation = creationOf(client);
  const isTold = all.some(({ id }) => id === creation?.id);
  return [...(creation && !isTold ? [creation] : []), ...all].map(shown);
};
