import { accessActions, logoTypes, refusalReasons } from "../../shared/entities/document.ts";
import { mailStates } from "../../shared/entities/mail-state.ts";
import { MAX_FILE_BYTES, MAX_FORM_BYTES } from "../../shared/entities/upload-slot.ts";
import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";

const { text, optional, list, input, output, oneOf, sha256 } = field;

const bytes = () => field.integer(1, MAX_FILE_BYTES);
/** Files of staff come in one form. */
const formBytes = () => field.integer(1, MAX_FORM_BYTES);
const name = field.shown;
const moment = field.shown;
const anId = field.shown;

const visibility = lazy(() => oneOf(["internal", "client"]));
const refusal = lazy(() => oneOf(refusalReasons));
const bounce = lazy(() => oneOf(["hard", "soft"]));

export const listQuery = lazy(() => field.query(field.pageQuery));

export const newDocument = lazy(() =>
  input({
    id: optional(field.id("document")),
    clientId: optional(field.id("client")),
    fileName: text(1, 255),
    contentType: text(3, 200),
    size: optional(formBytes()),
    sha256: optional(sha256()),
    visibility: optional(visibility()),
  }),
);

/** A mailbox loads it with every e-mail. */
const LOGO_BYTES = 512 * 1024;

export const newLogo = lazy(() =>
  input({
    fileName: text(1, 255),
    contentType: oneOf(logoTypes, "A logo is a PNG, JPEG or WebP picture"),
    size: field.integer(1, LOGO_BYTES),
    sha256: optional(sha256()),
  }),
);

export const documentShape = lazy(() => ({
  id: field.id("document"),
  clientId: optional(anId()),
  origin: oneOf(["client", "staff"]),
  requestId: optional(anId()),
  itemId: optional(anId()),
  fileName: name(),
  contentType: field.shown(),
  size: optional(field.integer(0, Number.MAX_SAFE_INTEGER)),
  status: oneOf(["awaiting_upload", "clean", "infected", "refused"]),
  reason: optional(refusal()),
  visibility: visibility(),
  use: optional(oneOf(["logo"])),
  receivedAt: optional(moment()),
  /** Counts the files that it has had; `version` counts every change. */
  fileVersion: field.integer(1, 1_000_000),
  newVersion: optional(newVersion()),
  ...field.provenance,
}));

const newVersion = lazy(() =>
  output({
    fileName: name(),
    contentType: field.shown(),
    status: oneOf(["awaiting_upload", "infected", "refused"]),
    reason: optional(refusal()),
    createdAt: moment(),
    createdBy: anId(),
  }),
);

export const document = lazy(() =>
  output({ ...documentShape(), downloadUrl: optional(field.shown()), downloadUrlExpiresAt: optional(moment()) }),
);
export const documentWithUpload = lazy(() => output({ ...documentShape(), upload: optional(field.upload()) }));
export const documentPage = lazy(() => field.pageOf(output(documentShape())));

export const newAttachment = lazy(() =>
  input({
    id: optional(field.id("document")),
    fileName: text(1, 255),
    contentType: text(3, 200),
    size: optional(formBytes()),
    sha256: optional(sha256()),
  }),
);

export const documentPatch = lazy(() =>
  input({ fileName: optional(text(1, 255)), visibility: optional(visibility()) }),
);

export const newFile = lazy(() =>
  input({ fileName: text(1, 255), contentType: text(3, 200), size: formBytes(), sha256: optional(sha256()) }),
);

const versionShape = lazy(() => ({
  number: field.integer(1, 1_000_000),
  fileName: name(),
  contentType: field.shown(),
  size: field.integer(0, Number.MAX_SAFE_INTEGER),
  createdAt: moment(),
  createdBy: anId(),
}));
export const versionPage = lazy(() => field.pageOf(output(versionShape())));
export const version = lazy(() =>
  output({ ...versionShape(), downloadUrl: field.shown(), downloadUrlExpiresAt: moment() }),
);

export const newShares = lazy(() =>
  input({
    clientIds: field.filledList(field.id("client"), 40, "Name at least one client"),
    visibility: optional(visibility()),
    message: optional(field.lines(0, 5000)),
    notify: optional(field.boolean()),
    expiresAt: optional(field.isoDateTime()),
  }),
);

export const shareShape = lazy(() => ({
  documentId: anId(),
  clientId: anId(),
  visibility: visibility(),
  message: optional(field.shown()),
  expiresAt: optional(moment()),
  status: oneOf(["active", "expired", "revoked"]),
  state: oneOf(["sent", "viewed", "downloaded"]),
  viewedAt: optional(moment()),
  downloadedAt: optional(moment()),
  views: field.integer(0, Number.MAX_SAFE_INTEGER),
  downloads: field.integer(0, Number.MAX_SAFE_INTEGER),
  mail: oneOf([...mailStates, "none"]),
  mailAt: optional(moment()),
  mailError: optional(field.shown()),
  mailBounce: optional(bounce()),
  ...field.provenance,
}));
const share = lazy(() => output(shareShape()));
export const shares = lazy(() => output({ data: list(share(), 40) }));
export const sharePage = lazy(() => field.pageOf(share()));

/** In a client's list: `internal` is what staff keep for themselves. */
export const clientDocumentPage = lazy(() =>
  field.pageOf(
    output({
      ...documentShape(),
      direction: oneOf(["received", "shared", "internal"]),
      share: optional(share()),
    }),
  ),
);

export const accessPage = lazy(() =>
  field.pageOf(
    output({
      id: anId(),
      at: moment(),
      by: output({ kind: oneOf(["api_key", "person", "client"]), id: anId() }),
      action: oneOf(accessActions),
      clientId: optional(anId()),
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
    clientIds: field.filledList(field.id("client"), 40, "Name at least one client"),
    title: text(1, 200),
    message: optional(field.lines(0, 5000)),
    items: optional(list(input({ label: text(1, 200), required: optional(field.boolean()) }), 30)),
    accept: optional(list(mediaType(), 30)),
    maxBytes: optional(bytes()),
    expiresAt: optional(field.isoDateTime()),
    reminders: optional(reminders()),
  }),
);

const reminders = lazy(() => list(input({ afterDays: field.integer(1, 365) }), 10));

export const requestPatch = lazy(() =>
  input({
    message: optional(field.nullable(field.lines(0, 5000))),
    expiresAt: optional(field.isoDateTime()),
    reminders: optional(reminders()),
  }),
);

export const reminder = lazy(() => input({ clientIds: optional(list(field.id("client"), 40)) }));

const item = lazy(() => output({ id: anId(), label: field.shown(), required: field.boolean() }));

export const recipientShape = lazy(() => ({
  clientId: anId(),
  status: oneOf(["waiting", "partial", "complete"]),
  mail: oneOf([...mailStates, "ended"]),
  mailAt: optional(moment()),
  mailError: optional(field.shown()),
  mailBounce: optional(bounce()),
  reminders: field.integer(0, 1_000_000),
  received: list(output({ itemId: anId(), files: field.integer(0, 1_000_000) }), 100),
}));
const recipient = lazy(() => output(recipientShape()));

const plannedReminder = lazy(() =>
  output({
    afterDays: field.integer(1, 366),
    dueAt: moment(),
    status: oneOf(["scheduled", "sent", "dropped"]),
    sentAt: optional(moment()),
  }),
);

export const requestShape = lazy(() => ({
  id: field.id("documentRequest"),
  title: field.shown(),
  message: optional(field.shown()),
  items: list(item(), 100),
  accept: list(field.shown(), 100),
  maxBytes: field.integer(1, Number.MAX_SAFE_INTEGER),
  expiresAt: moment(),
  status: oneOf(["open", "complete", "cancelled", "expired"]),
  progress: output({ clients: field.integer(0, 1_000_000), complete: field.integer(0, 1_000_000) }),
  reminders: list(plannedReminder(), 100),
  ...field.provenance,
}));

/** A link that a client is given by hand. */
export const givenLink = lazy(() => output({ clientId: anId(), url: field.shown(), expiresAt: optional(moment()) }));

export const request = lazy(() =>
  output({ ...requestShape(), clientIds: list(anId(), 1000), clients: list(recipient(), 1000) }),
);
export const requestPage = lazy(() => field.pageOf(output(requestShape())));
