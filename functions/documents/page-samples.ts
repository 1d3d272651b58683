import { derivedId } from "../../shared/ids.ts";
import { languageIn } from "../../shared/messaging/language.ts";
import type { PageSamples } from "../../shared/pages/page-samples.ts";
import { requestPage } from "./pages/request-page.ts";
import { sharedDocumentPage } from "./pages/shared-document-page.ts";

const expiresAt = "2026-04-02T03:00:00.000Z";

const said = {
  fr: {
    title: "Documents pour votre dossier",
    message: "Une photo lisible suffit.\nMerci\u00a0!",
    items: ["Permis de conduire", "Preuve d’assurance", "Facture d’achat"],
    file: "estimation.pdf",
    shared: "Voici votre estimation.",
  },
  en: {
    title: "Documents for your file",
    message: "A readable photo is enough.\nThank you!",
    items: ["Driver’s licence", "Proof of insurance", "Purchase invoice"],
    file: "estimate.pdf",
    shared: "Here is your estimate.",
  },
};

export const pageSamples: PageSamples = {
  request: ({ account, client, language, filesOrigin }) => {
    const { title, message, items: labels } = said[languageIn(language)];
    const items = labels.map((label, index) => ({ id: derivedId("item", String(index)), label, required: index < 2 }));
    const limits = { accept: ["image/*", "application/pdf"], maxBytes: 10 * 1024 * 1024, expiresAt };
    const recipient = { received: { [items[0]?.id ?? ""]: 2 }, status: "partial" as const };
    return requestPage({ request: { title, message, items, ...limits }, recipient, account, client }, filesOrigin);
  },
  shared: ({ account, client, language, filesOrigin }) => {
    const { file, shared: message } = said[languageIn(language)];
    const document = { fileName: file, size: 2_500_000 };
    return sharedDocumentPage({ document, share: { message, expiresAt }, account, client }, filesOrigin);
  },
};
