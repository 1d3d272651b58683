import { derivedId } from "../../shared/ids.ts";
import type { MailSamples } from "../../shared/messaging/mail-samples.ts";
import { receivedMail } from "./received-mail.ts";
import { refusedMail } from "./refused-mail.ts";
import { requestMail } from "./request-mail.ts";
import { returnedMail } from "./returned-mail.ts";
import { sharedMail } from "./shared-mail.ts";

const itemId = derivedId("item", "1");
const request = {
  title: "Preuve d'assurance",
  message: "Une photo lisible suffit.\nMerci\u00a0!",
  items: [
    { id: itemId, label: "Preuve d'assurance", required: true },
    { id: derivedId("item", "2"), label: "Permis", required: false },
  ],
  accept: ["image/*", "application/pdf"],
  maxBytes: 10 * 1024 * 1024,
  expiresAt: "2026-04-02T03:00:00.000Z",
};
const document = { fileName: "assurance.pdf", size: 204_800, itemId };
const share = { message: "Voici votre estimation.", expiresAt: request.expiresAt };
const recipient = { received: { [itemId]: 1 } };
const refused = { ...document, status: "refused", reason: "type_mismatch" } as const;

export const mailSamples: MailSamples = {
  document_request: {
    request: (given) => requestMail({ ...given, request, reminder: false }),
    reminder: (given) => requestMail({ ...given, request, reminder: true }),
  },
  shared_document: { shared: (given) => sharedMail({ ...given, document, share }) },
  document_received: { received: (given) => receivedMail({ ...given, document, request, recipient }) },
  document_refused: { refused: (given) => refusedMail({ ...given, document: refused, request }) },
  mail_returned: {
    returned: (given) => returnedMail({ ...given, about: request.title, returned: "hard", reason: "user unknown" }),
    complained: (given) => returnedMail({ ...given, about: request.title, returned: "complaint", reason: undefined }),
  },
};
