import { keys } from "../../../shared/db/keys.ts";
import type { Table } from "../../../shared/db/table.ts";
import { type Account, accounts } from "../../../shared/entities/account.ts";
import { type Client, clients } from "../../../shared/entities/client.ts";
import {
  type DocumentRequest,
  documentRequests,
  type RequestRecipient,
  recipientKey,
  requestRecipients,
  takesFiles,
} from "../../../shared/entities/document-request.ts";
import type { Link } from "../../../shared/entities/link.ts";
import { isId } from "../../../shared/ids.ts";
import type { Over } from "../../../shared/pages/over-page.ts";

/** What the link of a request opens at this moment, or why it does not. */
export type FoundRequest =
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

export const findRequest = async (table: Table, link: Link, now: Date): Promise<FoundRequest> => {
  const { accountId, clientId, subject } = link;
  if (!isId("documentRequest", subject)) return { is: "unknown" };
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
