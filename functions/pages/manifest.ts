import { manifest, type RouteKey, route } from "../../shared/http/contract.ts";
import { pageForm } from "../../shared/pages/page-form.ts";

/** The address of something that has one of its own today. Links in old e-mails, and pages that are still open, come by it. */
const former = <const Key extends RouteKey>(key: Key, summary: string) =>
  route(key, { summary, access: "public", refusals: [404], answers: { 308: "empty" } });

export const routes = {
  open: route("GET /p/{token}", {
    summary: "Open a client's subscriptions, or a link of former days",
    description:
      "A page for people, in the client's language. Opening it changes nothing: mailboxes follow links too. A link for anything else says after its token which feature has its page (`/p/{token}/documents`); without, it is led there.",
    access: "public",
    answers: { 200: "page", 308: "empty", 404: "page" },
  }),
  submit: route("POST /p/{token}", {
    summary: "Save a client's subscriptions, or unsubscribe with one click (RFC 8058)",
    description:
      "`action=save` saves those of `offered` that were ticked, `action=unsubscribe` and the one click of a mailbox say no for good; anything else shows the page again.",
    access: "public",
    body: pageForm,
    form: true,
    answers: { 200: "page", 308: "empty", 404: "page" },
  }),
  formerUploads: former("POST /p/{token}/uploads", "Leads to `POST /p/{token}/documents/uploads`"),
  formerUpload: former("GET /p/{token}/uploads/{uploadId}", "Leads to `GET /p/{token}/documents/uploads/{uploadId}`"),
  formerCancel: former(
    "DELETE /p/{token}/uploads/{uploadId}",
    "Leads to `DELETE /p/{token}/documents/uploads/{uploadId}`",
  ),
  formerAddresses: former(
    "POST /p/{token}/uploads/{uploadId}/parts",
    "Leads to `POST /p/{token}/documents/uploads/{uploadId}/parts`",
  ),
  formerParts: former(
    "GET /p/{token}/uploads/{uploadId}/parts",
    "Leads to `GET /p/{token}/documents/uploads/{uploadId}/parts`",
  ),
  formerComplete: former(
    "POST /p/{token}/uploads/{uploadId}/complete",
    "Leads to `POST /p/{token}/documents/uploads/{uploadId}/complete`",
  ),
};

export const pages = manifest("pages", "Pages for clients, opened by links", routes);
