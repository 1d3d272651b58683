import { manifest, route } from "../../shared/http/contract.ts";
import * as schema from "./schemas.ts";

export const routes = {
  open: route("GET /p/{token}", {
    summary: "Open what a client's link is for",
    description: "A page for people, in the client's language. Opening it changes nothing: mailboxes follow links too.",
    access: "public",
    answers: { 200: "page" },
  }),
  submit: route("POST /p/{token}", {
    summary: "Save a client's subscriptions, or unsubscribe with one click (RFC 8058)",
    access: "public",
    body: schema.form,
    answers: { 200: "page" },
  }),
  beginUpload: route("POST /p/{token}/uploads", {
    summary: "Get the form to upload a file with (what the page of a document request calls)",
    access: "public",
    body: schema.newUpload,
    answers: { 201: schema.begunUpload },
  }),
  uploadStatus: route("GET /p/{token}/uploads/{uploadId}", {
    summary: "Tell what became of an uploaded file (what the page of a document request calls)",
    access: "public",
    answers: { 200: schema.uploadStatus },
  }),
};

export const pages = manifest("pages", "Pages for clients, opened by links", routes);
