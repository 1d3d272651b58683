import { later } from "../../shared/clock.ts";
import { type DocumentRequest, latestEnd, type RequestRecipient } from "../../shared/entities/document-request.ts";
import type { DocumentShare } from "../../shared/entities/document-share.ts";
import type { LinkKind, LinkTerms } from "../../shared/entities/link.ts";

/** Opens one client's part in a request: they send their files there. */
export const requestLink = { purpose: "document_request", feature: "documents" } as const satisfies LinkKind;

/** Opens a document that is shared with a client. */
export const shareLink = { purpose: "shared_document", feature: "documents" } as const satisfies LinkKind;

/** Links are kept this long after their end, so that the page can say kindly that it is over. */
const REMEMBERED_SECONDS = 90 * 24 * 3600;
const YEAR_SECONDS = 366 * 24 * 3600;

/** One client's link to a request. The request decides when it is over: given more time, it keeps the links that are out. */
export const linkToRequest = (request: DocumentRequest, recipient: RequestRecipient): LinkTerms => {
  const { accountId, clientId, requestId, linksEnded = 0 } = recipient;
  const ends = latestEnd(request);
  const forgotten = later(ends, REMEMBERED_SECONDS);
  return { kind: requestLink, accountId, clientId, subject: requestId, grant: linksEnded, ends, forgotten };
};

/** A client's link to what is shared with them. The share says when it ends, and may be told another day. */
export const linkToShare = (share: DocumentShare, now: Date): LinkTerms => {
  const { accountId, clientId, documentId, grant } = share;
  const ends = later(now, YEAR_SECONDS + REMEMBERED_SECONDS);
  return { kind: shareLink, accountId, clientId, subject: documentId, grant, ends, forgotten: ends };
};
