import { mailKind, notification } from "../../shared/messaging/mail-kind.ts";

export const requestMailKind = mailKind("document_request", { to: "client" });
export const sharedMailKind = mailKind("shared_document", { to: "client" });

export const documentReceived = notification("document_received", { about: "document" });
export const documentRefused = notification("document_refused", { about: "document" });
/** An e-mail with a link did not arrive, or its reader complained. */
export const mailReturned = notification("mail_returned", { about: "document" });
