import { keys } from "../../shared/db/keys.ts";
import type { Table } from "../../shared/db/table.ts";
import { type Account, accounts } from "../../shared/entities/account.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import {
  type DocumentRequest,
  documentRequests,
  type RequestRecipient,
  recipientKey,
  requestRecipients,
  takesFiles,
} from "../../shared/entities/document-request.ts";
import { type Link, links } from "../../shared/entities/link.ts";
import { hashOf, isId } from "../../shared/ids.ts";
import { type FoundShare, findShare } from "./find-share.ts";

/** A stored link that opens something at this moment, or why it does not. */
export type Found =
  | { is: "unknown" }
  /** The client is known, so the page can speak their language; it says nothing else. */
  | { is: "over"; client: Client | undefined }
  | {
      is: "request";
      link: Link;
      request: DocumentRequest;
      recipient: RequestRecipient;
      account: Account;
      client: Client;
    };

/** Looks up the link of a request, by its hash, and reads what it opens; a link for something else is unknown here. */
export const findLink = async (table: Table, token: string, now: Date): Promise<Found> => {
  const link = await readLink(table, token);
  return link ? findRequest(table, link, now) : { is: "unknown" };
};

/** Looks any token up, and reads what it opens: two round trips, whatever it is for. */
export const findAnything = async (table: Table, token: string, now: Date): Promise<Found | FoundShare> => {
  const link = await readLink(table, token);
  if (!link) return { is: "unknown" };
  return link.purpose === "shared_document" ? findShare(table, link, now) : findRequest(table, link, now);
};

const readLink = (table: Table, token: string): Promise<Link | undefined> =>
  table.global.get(links, keys.link(hashOf(token)));

const findRequest = async (table: Table, link: Link, now: Date): Promise<Found> => {
  const { accountId, clientId, subject, purpose } = link;
  if (purpose !== "document_request" || !isId("documentRequest", subject)) return { is: "unknown" };
  const db = table.of(accountId);
  const [request, recipient, account, client] = await Promise.all([
    db.get(documentRequests, keys.of(accountId, subject)),
    db.get(requestRecipients, recipientKey({ accountId, requestId: subject, clientId })),
    db.get(accounts, keys.account(accountId)),
    db.get(clients, keys.of(accountId, clientId)),
  ]);
  if (!request || !recipient || !account || !client) return { is: "over", client };
  const isOver = Date.parse(link.expiresAt) <= now.getTime() || link.grant !== (recipient.linksEnded ?? 0);
  if (isOver || !takesFiles(request, now)) return { is: "over", client };
  return { is: "request", link, request, recipient, account, client };
};
