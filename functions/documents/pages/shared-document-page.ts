import type { Account } from "../../../shared/entities/account.ts";
import type { Client } from "../../../shared/entities/client.ts";
import type { Document } from "../../../shared/entities/document.ts";
import type { DocumentShare } from "../../../shared/entities/document-share.ts";
import { sizeInWords } from "../../../shared/files/words.ts";
import { languageTagOf } from "../../../shared/messaging/language.ts";
import { dayInWords } from "../../../shared/messaging/moment.ts";
import { wordings } from "../../../shared/messaging/wordings.ts";
import { html, lines } from "../../../shared/pages/html.ts";
import { type Business, letterheadOf } from "../../../shared/pages/letterhead.ts";
import { type RenderedPage, renderPage } from "../../../shared/pages/page.ts";
import { sharedDocumentScript } from "./page-scripts.ts";

export interface SharedView {
  document: Pick<Document, "fileName" | "size">;
  share: Pick<DocumentShare, "message" | "expiresAt">;
  account: Business & Pick<Account, "language" | "timeZone">;
  client: Pick<Client, "language">;
}

/**
 * The page on which a client finds a document that is shared with them. `filesOrigin`: where the button leads in the end;
 * browsers hold the redirection of a form against the policy too.
 */
export const sharedDocumentPage = (
  { document, share, account, client }: SharedView,
  filesOrigin: string,
): RenderedPage => {
  const language = languageTagOf(account.country, client.language, account.language);
  const words = texts[language];
  const day = share.expiresAt && dayInWords(share.expiresAt, language, account.timeZone);
  return renderPage({
    language,
    title: document.fileName,
    letterhead: letterheadOf(account, ""),
    main: html`<h1>${document.fileName}</h1>
<p>${words.intro(account.name)}</p>
${share.message && html`<p class="message">${lines(share.message)}</p>`}
<form method="post"><p><button type="submit" name="action" value="download">${words.download(
      sizeInWords(document.size ?? 0, language),
    )}</button></p></form>
${day && html`<p class="quiet">${words.until(day)}</p>`}`,
    script: { source: sharedDocumentScript, settings: {} },
    submit: [filesOrigin],
    pictures: [filesOrigin],
  });
};

interface Words {
  intro: (business: string) => string;
  download: (size: string) => string;
  until: (day: string) => string;
}

const texts = wordings<Words>({
  fr: (fr) => ({
    intro: (business) => fr`${business} partage ce document avec vous.`,
    download: (size) => fr`Télécharger (${size})`,
    until: (day) => fr`Ce lien est personnel et reste valable jusqu’au ${day}.`,
  }),
  en: {
    intro: (business) => `${business} shares this document with you.`,
    download: (size) => `Download (${size})`,
    until: (day) => `This link is yours alone and works until ${day}.`,
  },
});
