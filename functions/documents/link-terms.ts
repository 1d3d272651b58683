import { later } from "../../shared/clock.ts";
import { type DocumentRequest, latestEnd, type RequestRecipient } from "../../shared/entities/document-request.ts";
import type { DocumentShare } from "../../shared/entities/document-share.ts";
import type { LinkTerms } from "../../shared/entities/link.ts";

/** Links are kept this long after their end, so that the page can say kindly that it is over. */
const REMEMBERED_SECONDS = 90 * 24 * 3600;
const YEAR_SECONDS = 366 * 24 * 3600;

/** One client's link to a request. The request decides when it is over: given more time, it keeps the links that are out. */
export const linkToRequest = (request: DocumentRequest, recipient: RequestRecipient): LinkTerms => {
  const { accountId, clientId, requestId, linksEnded = 0 } = recipient;
  const ends = latestEnd(request);
  const forgotten = later(ends, REMEMBERED_SECONDS);
  return { accountId, clientId, purpose: "document_request", subject: requestId, grant: linksEnded, ends, forgotten };
};

/** A client's link to what is shared with them. The share says when it ends, and may be told another day. */
export const linkToShare = (share: DocumentShare, now: Date): LinkTerms => {
  const { accountId, clientId, documentId, grant } = share;
  const ends = later(now, YEAR_SECONDS + REMEMBERED_SECONDS);
  return { accountId, clientId, purpose: "shared_document", subject: documentId, grant, ends, forgotten: ends };
};
