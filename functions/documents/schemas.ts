import { MAX_FILE_BYTES } from "../../shared/entities/upload-slot.ts";
import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";

const { text, optional, list, input, output, oneOf } = field;

/** S3 writes sizes beyond JavaScript's 32 bits without harm; ours end at 100 MiB. */
const bytes = () => field.integer(1, MAX_FILE_BYTES);
const name = () => text(0, 300);
const moment = () => text(0, 40);
const anId = () => text(0, 80);

const visibility = lazy(() => oneOf(["internal", "client"]));

export const listQuery = lazy(() => field.query(field.pageQuery));

export const newDocument = lazy(() =>
  input({
    id: optional(field.id("document")),
    clientId: optional(field.id("client")),
    fileName: text(1, 255),
    contentType: text(3, 200),
    size: optional(bytes()),
    visibility: optional(visibility()),
  }),
);

const documentShape = lazy(() => ({
  id: field.id("document"),
  clientId: optional(anId()),
  origin: oneOf(["client", "staff"]),
  requestId: optional(anId()),
  itemId: optional(anId()),
  fileName: name(),
  contentType: text(0, 200),
  size: optional(field.integer(0, Number.MAX_SAFE_INTEGER)),
  status: oneOf(["awaiting_upload", "clean", "infected", "refused"]),
  reason: optional(oneOf(["empty", "too_large", "type_mismatch"])),
  visibility: visibility(),
  receivedAt: optional(moment()),
  ...field.provenance,
}));

export const document = lazy(() =>
  output({ ...documentShape(), downloadUrl: optional(text(0, 8192)), downloadUrlExpiresAt: optional(moment()) }),
);
export const documentWithUpload = lazy(() => output({ ...documentShape(), upload: optional(field.upload()) }));
export const documentPage = lazy(() => field.pageOf(output(documentShape())));

export const accessPage = lazy(() =>
  field.pageOf(
    output({
      id: anId(),
      at: moment(),
      by: output({ kind: oneOf(["api_key", "person", "client"]), id: anId() }),
      action: oneOf(["uploaded", "download_link"]),
    }),
  ),
);

const mediaType = lazy(() =>
  text(3, 200).check(
    field.pattern(/^[\w.+-]+\/[\w.+*-]+$|^\*\/\*$/, "Expected a media type such as application/pdf or image/*"),
  ),
);

export const newRequest = lazy(() =>
  input({
    id: optional(field.id("documentRequest")),
    clientIds: list(field.id("client"), 40),
    title: text(1, 200),
    message: optional(text(0, 5000)),
    items: optional(list(input({ label: text(1, 200), required: optional(field.boolean()) }), 30)),
    accept: optional(list(mediaType(), 30)),
    maxBytes: optional(bytes()),
    expiresAt: optional(field.isoDateTime()),
  }),
);

export const reminder = lazy(() => input({ clientIds: optional(list(field.id("client"), 40)) }));

const item = lazy(() => output({ id: anId(), label: text(0, 200), required: field.boolean() }));

const recipient = lazy(() =>
  output({
    clientId: anId(),
    status: oneOf(["waiting", "partial", "complete"]),
    mail: oneOf(["queued", "sent", "failed", "suppressed", "no_address"]),
    mailAt: optional(moment()),
    mailError: optional(text(0, 200)),
    reminders: field.integer(0, 1_000_000),
    received: list(output({ itemId: anId(), files: field.integer(0, 1_000_000) }), 100),
  }),
);

const requestShape = lazy(() => ({
  id: field.id("documentRequest"),
  title: text(0, 200),
  message: optional(text(0, 5000)),
  items: list(item(), 100),
  accept: list(text(0, 200), 100),
  maxBytes: field.integer(1, Number.MAX_SAFE_INTEGER),
  expiresAt: moment(),
  status: oneOf(["open", "complete", "cancelled", "expired"]),
  progress: output({ clients: field.integer(0, 1_000_000), complete: field.integer(0, 1_000_000) }),
  ...field.provenance,
}));

export const request = lazy(() =>
  output({ ...requestShape(), clientIds: list(anId(), 1000), clients: list(recipient(), 1000) }),
);
export const requestPage = lazy(() => field.pageOf(output(requestShape())));
