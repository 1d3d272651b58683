import { keys } from "../../../shared/db/keys.ts";
import type { Table } from "../../../shared/db/table.ts";
import { type Account, accounts } from "../../../shared/entities/account.ts";
import { type Client, clients } from "../../../shared/entities/client.ts";
import { type Document, documents } from "../../../shared/entities/document.ts";
import {
  type DocumentShare,
  documentShares,
  isOpenToClient,
  shareKey,
} from "../../../shared/entities/document-share.ts";
import type { Link } from "../../../shared/entities/link.ts";
import { isId } from "../../../shared/ids.ts";
import type { Over } from "../../../shared/pages/over-page.ts";

/** What the link of a shared document opens at this moment, or why it does not. */
export type FoundShare =
  | { is: "unknown" }
  | Over
  | {
      is: "shared";
      link: Link;
      share: DocumentShare;
      /** With its current file, found clean. */
      document: Document & { key: string };
      account: Account;
      client: Client;
    };

/** The share says whether the link still works, and until when: it may have been told another day since. */
export const findShare = async (table: Table, link: Link, now: Date): Promise<FoundShare> => {
  const { accountId, clientId, subject } = link;
  if (!isId("document", subject)) return { is: "unknown" };
  const db = table.of(accountId);
  const [share, document, account, client] = await Promise.all([
    db.get(documentShares, shareKey({ accountId, documentId: subject, clientId })),
    db.get(documents, keys.of(accountId, subject)),
    db.get(accounts, keys.account(accountId)),
    db.get(clients, keys.of(accountId, clientId)),
  ]);
  const isOver = !share || !isOpenToClient(share, link.grant ?? 0, now);
  if (isOver || !account || !client) return { is: "over", account, client };
  if (document?.status !== "clean" || !document.key || document.closed) return { is: "over", account, client };
  return { is: "shared", link, share, document: { ...document, key: document.key }, account, client };
};
