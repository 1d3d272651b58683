import { manifest, route } from "../../shared/http/contract.ts";
import { pageForm } from "../../shared/pages/page-form.ts";
import * as schema from "./page-schemas.ts";

/** What clients do with a link of theirs: they send what they were asked for, and get what is shared with them. */
export const routes = {
  openDocuments: route("GET /p/{token}/documents", {
    summary: "Open a client's link to a document request or a shared document",
    description: "A page for people, in the client's language. Opening it changes nothing: mailboxes follow links too.",
    access: "public",
    answers: { 200: "page", 404: "page", 410: "page", 429: "page" },
  }),
  submitDocuments: route("POST /p/{token}/documents", {
    summary: "Get a shared document",
    description:
      "`action=download` leads to a short-lived address of its file, and `action=view` notes that its page is before somebody's eyes.",
    access: "public",
    body: pageForm,
    form: true,
    answers: { 204: "empty", 303: "empty", 404: "page", 410: "page", 429: "page" },
  }),
  beginUpload: route("POST /p/{token}/documents/uploads", {
    summary: "Get the form to upload a file with (what the page of a document request calls)",
    description:
      "A file of more than 100 MiB comes in parts: `upload` then says how it is cut. The same file (name, size, `modifiedAt`) is the same upload until it is checked, so that it can go on after a reload. With `sha256` (base64) S3 takes that very content only.",
    refusals: [410, 429],
    access: "public",
    body: schema.newUpload,
    answers: { 201: schema.begunUpload },
  }),
  uploadStatus: route("GET /p/{token}/documents/uploads/{uploadId}", {
    summary: "Tell what became of an uploaded file (what the page of a document request calls)",
    refusals: [410, 429],
    access: "public",
    answers: { 200: schema.uploadStatus },
  }),
  cancelUpload: route("DELETE /p/{token}/documents/uploads/{uploadId}", {
    summary: "Give up a file that comes in parts",
    refusals: [410, 429],
    access: "public",
    answers: { 204: "empty" },
  }),
  partAddresses: route("POST /p/{token}/documents/uploads/{uploadId}/parts", {
    summary: "Get the addresses to PUT parts of a large file to, each for one size and one content",
    description: "Send the `headers` with the part. A part may be sent again; the last one counts.",
    refusals: [410, 429],
    access: "public",
    body: schema.announcedParts,
    answers: { 200: schema.partAddresses },
    example: { body: { parts: [{ number: 1, sha256: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }] } },
  }),
  listParts: route("GET /p/{token}/documents/uploads/{uploadId}/parts", {
    summary: "Tell which parts of a large file have come, to go on after an interruption",
    refusals: [410, 429],
    access: "public",
    answers: { 200: schema.partList },
  }),
  completeUpload: route("POST /p/{token}/documents/uploads/{uploadId}/complete", {
    summary: "Put a large file together once all its parts have come",
    description: "409 with the numbers that are `missing` while some are.",
    refusals: [410, 429],
    access: "public",
    answers: { 200: schema.uploadStatus },
  }),
};

export const documentPages = manifest("documents", "Pages on which clients send documents and find them", routes, {
  entry: "pages",
  tag: "pages",
});
