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
import { isPersonToken } from "../../shared/entities/person-link.ts";
import { hashOf, isId } from "../../shared/ids.ts";
import type { PageDeps } from "./deps.ts";
import { type FoundShare, findShare } from "./find-share.ts";
import type { Over } from "./over-page.ts";

/** A stored link that opens something at this moment, or why it does not. */
export type Found =
  | { is: "unknown" }
  | Over
  | {
      is: "request";
      link: Link;
      request: DocumentRequest;
      recipient: RequestRecipient;
      account: Account;
      client: Client;
    };

type Deps = Pick<PageDeps, "table" | "limiter">;

/**
 * Looks up the link of a request, by its hash, and reads what it opens; a link for something else is unknown here.
 * @throws AppError `too-many-requests`
 */
export const findLink = async ({ table, limiter }: Deps, token: string, now: Date): Promise<Found> => {
  const link = await readLink(table, token);
  if (!link) return { is: "unknown" };
  const [found] = await Promise.all([findRequest(table, link, now), count(limiter, link, now)]);
  return found;
};

/** Looks any token up, and reads what it opens: two round trips, whatever it is for. @throws as {@link findLink} does */
export const findAnything = async ({ table, limiter }: Deps, token: string, now: Date): Promise<Found | FoundShare> => {
  const link = await readLink(table, token);
  if (!link) return { is: "unknown" };
  const find = link.purpose === "shared_document" ? findShare : findRequest;
  const [found] = await Promise.all([find(table, link, now), count(limiter, link, now)]);
  return found;
};

const readLink = async (table: Table, token: string): Promise<Link | undefined> =>
  isPersonToken(token) ? undefined : table.global.get(links, keys.link(hashOf(token)));

/** Ten a second are more than a page does that sends many files; whoever has a link that leaked gets no further. */
const CALLS_A_MINUTE = 600;

const count = (limiter: PageDeps["limiter"], { accountId, hash }: Link, now: Date): Promise<void> =>
  limiter.takeFor(accountId, `link_${hash}`, CALLS_A_MINUTE, now);

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
  if (!request || !recipient || !account || !client) return { is: "over", account, client };
  const isOver = Date.parse(link.expiresAt) <= now.getTime() || (link.grant ?? 0) !== (recipient.linksEnded ?? 0);
  if (isOver || !takesFiles(request, now)) return { is: "over", account, client };
  return { is: "request", link, request, recipient, account, client };
};
