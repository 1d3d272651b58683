import { manifest, route } from "../../shared/http/contract.ts";
import * as schema from "./schemas.ts";

const read = "documents:read";
const write = "documents:write";

export const routes = {
  list: route("GET /v1/documents", {
    summary: "List documents, newest first",
    access: read,
    visibility: "all",
    query: schema.listQuery,
    answers: { 200: schema.documentPage },
  }),
  create: route("POST /v1/documents", {
    summary: "Add a document: the answer holds the form to upload its file with",
    description:
      "Send the fields of `upload` and then the file, as multipart/form-data, to its `url`. It takes a file of at most the declared `size`, and with `sha256` (base64) that very content only. The document is `clean`, `infected` or `refused` once its content was looked at.",
    access: write,
    visibility: "assigned",
    body: schema.newDocument,
    answers: { 201: schema.documentWithUpload },
    versioned: true,
    example: {
      body: { fileName: "contrat.pdf", contentType: "application/pdf", size: 48_213, visibility: "internal" },
    },
  }),
  get: route("GET /v1/documents/{id}", {
    summary: "Read a document, with an address to download it from for five minutes",
    description: "Only a `clean` document has a `downloadUrl`. Each one given out stands in the access log.",
    access: read,
    visibility: "assigned",
    answers: { 200: schema.document },
    versioned: true,
  }),
  change: route("PATCH /v1/documents/{id}", {
    summary: "Rename a document, or close it to clients and open it again",
    description:
      "A document that was `client` and becomes `internal` is closed: no client opens it, whatever is shared with them, and it is shared with no other. Their shares stay, and with `client` their links open it again.",
    access: write,
    visibility: "assigned",
    body: schema.documentPatch,
    answers: { 200: schema.document },
    versioned: true,
    example: { body: { fileName: "contrat-signé.pdf" } },
  }),
  share: route("POST /v1/documents/{id}/share", {
    summary: "Share a document with clients",
    description:
      "With visibility `client` each gets a link of their own by e-mail, unless `notify` is false; it works for 90 days unless `expiresAt` says otherwise, and always opens the current file. With `internal` staff find it on the client, and no link goes out. Sharing a document with clients opens it to them: its own visibility is `client` from then on. Sharing again with the same client revises the share. Only a `clean` document can be shared.",
    access: write,
    visibility: "assigned",
    body: schema.newShares,
    answers: { 200: schema.shares },
    example: { body: { clientIds: ["cli_01HZX3QK8S5T7VWXYZ0123456A"], message: "Voici votre contrat." } },
  }),
  listShares: route("GET /v1/documents/{id}/shares", {
    summary: "Whom a document is shared with, and how far each is with it",
    access: read,
    visibility: "all",
    query: schema.listQuery,
    answers: { 200: schema.sharePage },
  }),
  unshare: route("DELETE /v1/documents/{id}/shares/{clientId}", {
    summary: "Stop sharing a document with a client: their links are over at once",
    access: write,
    visibility: "assigned",
    answers: { 204: "empty" },
    versioned: true,
  }),
  giveShareLink: route("POST /v1/documents/{id}/links/{clientId}", {
    summary: "Make a link to a shared document, to hand to the client by other means than e-mail",
    description:
      "It opens what the e-mail's link opens, as long, and is shown this once. Giving it out stands in the access log.",
    access: write,
    visibility: "assigned",
    answers: { 201: schema.givenLink },
  }),
  addVersion: route("POST /v1/documents/{id}/versions", {
    summary: "Put another file in the place of the current one: the answer holds the form to upload it with",
    description:
      "The document stays as it is until the new file was found clean; `newVersion` tells what became of it otherwise.",
    access: write,
    visibility: "assigned",
    body: schema.newFile,
    answers: { 201: schema.documentWithUpload },
    versioned: true,
    example: { body: { fileName: "contrat-v2.pdf", contentType: "application/pdf", size: 50_120 } },
  }),
  listVersions: route("GET /v1/documents/{id}/versions", {
    summary: "The files that a document has had, newest first",
    access: read,
    visibility: "assigned",
    query: schema.listQuery,
    answers: { 200: schema.versionPage },
  }),
  getVersion: route("GET /v1/documents/{id}/versions/{number}", {
    summary: "Read one of a document's files, with an address to download it from for five minutes",
    access: read,
    visibility: "assigned",
    answers: { 200: schema.version },
  }),
  accessLog: route("GET /v1/documents/{id}/access-log", {
    summary: "Who had a document in hands, newest first",
    access: read,
    visibility: "all",
    query: schema.listQuery,
    answers: { 200: schema.accessPage },
  }),
  ofClient: route("GET /v1/clients/{id}/documents", {
    summary: "Documents shared with or received from a client, newest first",
    access: read,
    visibility: "assigned",
    description:
      "`direction` tells which way it went; `share` what became of it: `sent`, `viewed` or `downloaded`, and whether it was revoked.",
    query: schema.listQuery,
    answers: { 200: schema.clientDocumentPage },
  }),
  listAttachments: route("GET /v1/clients/{id}/attachments", {
    summary: "What staff keep about a client for themselves, newest first",
    access: read,
    visibility: "assigned",
    query: schema.listQuery,
    answers: { 200: schema.documentPage },
  }),
  addAttachment: route("POST /v1/clients/{id}/attachments", {
    summary: "Attach a file to a client: a document of theirs that only staff see",
    access: write,
    visibility: "assigned",
    body: schema.newAttachment,
    answers: { 201: schema.documentWithUpload },
    versioned: true,
    example: { body: { fileName: "plan-du-terrain.pdf", contentType: "application/pdf", size: 91_120 } },
  }),
  removeAttachment: route("DELETE /v1/clients/{id}/attachments/{attachmentId}", {
    summary: "Delete an attachment and its file",
    access: write,
    visibility: "assigned",
    answers: { 204: "empty" },
    versioned: true,
  }),
  remove: route("DELETE /v1/documents/{id}", {
    summary: "Delete a document with all its versions; its shares end",
    description:
      "What a client sent for a document request is missing there again: a request that was `complete` is `open`, unless it was cancelled.",
    access: write,
    visibility: "assigned",
    answers: { 204: "empty" },
    versioned: true,
  }),
  setLogo: route("PUT /v1/account/logo", {
    summary: "Give the account a logo: the answer holds the form to upload the picture with",
    description:
      "A PNG, JPEG or WebP of at most 512 KiB; SVG is not taken. Once the document is `clean` it is the `logo` of the account and stands in every page and e-mail from then on. Each logo has an address of its own, so that e-mails that were sent keep theirs until the document is deleted.",
    access: "account:write",
    visibility: "account",
    body: schema.newLogo,
    answers: { 201: schema.documentWithUpload },
    versioned: true,
    example: { body: { fileName: "logo.png", contentType: "image/png", size: 18_204 } },
  }),
  removeLogo: route("DELETE /v1/account/logo", {
    summary: "Show no logo any more; e-mails that were sent keep theirs until its document is deleted",
    access: "account:write",
    visibility: "account",
    answers: { 204: "empty" },
    versioned: true,
  }),
  listRequests: route("GET /v1/document-requests", {
    summary: "List document requests, newest first",
    access: read,
    visibility: "all",
    query: schema.listQuery,
    answers: { 200: schema.requestPage },
  }),
  createRequest: route("POST /v1/document-requests", {
    summary: "Ask clients for documents: each gets a link of their own by e-mail",
    description:
      "Without `items` the title is the one thing asked for. Without `accept` the usual documents and pictures are taken, without `maxBytes` files of up to 25 MiB, without `expiresAt` for 30 days. `reminders` go out by themselves, at nine in the morning of the account's time zone, to those who have not sent everything by then.",
    access: write,
    visibility: "assigned",
    body: schema.newRequest,
    answers: { 201: schema.request },
    versioned: true,
    example: {
      body: {
        clientIds: ["cli_01HZX3QK8S5T7VWXYZ0123456A"],
        title: "Preuve d'assurance",
        message: "Une photo lisible suffit.",
        items: [{ label: "Preuve d'assurance", required: true }],
        accept: ["image/*", "application/pdf"],
        maxBytes: 10_485_760,
        reminders: [{ afterDays: 3 }, { afterDays: 7 }],
      },
    },
  }),
  getRequest: route("GET /v1/document-requests/{id}", {
    summary: "Read a document request: how far each client is, and what became of their e-mail",
    description:
      "`mail` follows what the receiving server says: `sent`, then `delivered`, `delayed`, `bounced` or `complained`; `mailError` says why. Whoever asked is told by e-mail of the last two, and an event is on the bus. The list is open.",
    access: read,
    visibility: "own",
    answers: { 200: schema.request },
    versioned: true,
  }),
  updateRequest: route("PATCH /v1/document-requests/{id}", {
    summary: "Give clients more time, or other words",
    description:
      "Links that are out follow a new `expiresAt`, also of a request that had expired; a year after it was made is the latest. `reminders` replaces those that have not gone out.",
    access: write,
    visibility: "own",
    body: schema.requestPatch,
    answers: { 200: schema.request },
    versioned: true,
    example: { body: { expiresAt: "2026-12-31T17:00:00-05:00", reminders: [{ afterDays: 10 }] } },
  }),
  remind: route("POST /v1/document-requests/{id}/remind", {
    summary: "Send the link again to those who have not sent everything",
    description:
      "Whom no e-mail reaches is left out: the address bounced for good (`mail` is `bounced`, `mailBounce` `hard`), was complained from (`complained`), is known for either (`suppressed`) or is missing. 409 says what to do when such a client is named, or nobody else is left. With another address on the client it goes out again.",
    access: write,
    visibility: "own",
    body: schema.reminder,
    answers: { 200: schema.request },
    versioned: true,
    example: { body: {} },
  }),
  giveRequestLink: route("POST /v1/document-requests/{id}/links/{clientId}", {
    summary: "Make a link for one of a request's clients, to hand over by other means than e-mail",
    description: "It opens what the e-mail's link opens, as long, and is shown this once. The links that are out stay.",
    access: write,
    visibility: "own",
    answers: { 201: schema.givenLink },
  }),
  endRequestLinks: route("DELETE /v1/document-requests/{id}/links/{clientId}", {
    summary: "End the links that one of a request's clients has; those of the others stay",
    description:
      "An e-mail that has not gone out yet stays at home, and reminders do not go to them any more: `mail` is `ended`. What was received is kept; `remind`, or a link by hand, gives the client a new one.",
    access: write,
    visibility: "own",
    answers: { 204: "empty" },
  }),
  cancel: route("POST /v1/document-requests/{id}/cancel", {
    summary: "Cancel a document request: its links stop working",
    description: "Also of a request that is `complete`, whose links would take more files until it expires.",
    access: write,
    visibility: "own",
    answers: { 200: schema.request },
    versioned: true,
  }),
};

export const documents = manifest("documents", "Documents, and requests to clients for documents", routes);
