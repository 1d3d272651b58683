import { publishedShape } from "../../shared/events/published-shape.ts";
import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";
import * as kinds from "./kinds.ts";
import { documentShape, recipientShape, requestShape, shareShape } from "./schemas.ts";

const { boolean, integer, list, oneOf, optional, output, record, shown } = field;

export const publishedDocument = lazy(() =>
  publishedShape(kinds.document, { ...documentShape(), fileVersion: optional(integer(1, 1_000_000)) }),
);

export const publishedDocumentShare = lazy(() =>
  publishedShape(kinds.documentShare, { ...shareShape(), id: shown(), fileName: shown() }),
);

/** As it was planned: what became of a reminder is told by `sentAt`. */
const reminder = lazy(() =>
  output({
    afterDays: integer(1, 366),
    dueAt: shown(),
    sentAt: optional(shown()),
    dropped: optional(boolean()),
  }),
);

export const publishedDocumentRequest = lazy(() =>
  publishedShape(kinds.documentRequest, {
    ...requestShape(),
    status: oneOf(["open", "complete", "cancelled"]),
    reminders: optional(list(reminder(), 100)),
  }),
);

export const publishedDocumentRequestRecipient = lazy(() =>
  publishedShape(kinds.documentRequestRecipient, {
    ...recipientShape(),
    ...field.provenance,
    id: shown(),
    requestId: field.id("documentRequest"),
    title: shown(),
    received: record(shown(), integer(0, 1_000_000)),
  }),
);
