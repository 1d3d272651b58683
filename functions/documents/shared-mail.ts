import type { Account } from "../../shared/entities/account.ts";
import type { Client } from "../../shared/entities/client.ts";
import type { Document } from "../../shared/entities/document.ts";
import type { DocumentShare } from "../../shared/entities/document-share.ts";
import { sizeInWords } from "../../shared/files/words.ts";
import type { LanguageTag } from "../../shared/messaging/language.ts";
import { type MailBlock, type RenderedMail, renderMail } from "../../shared/messaging/layout.ts";
import { dayInWords } from "../../shared/messaging/moment.ts";
import { wordings } from "../../shared/messaging/wordings.ts";
import type { Letterhead } from "../../shared/pages/letterhead.ts";
import { ofBusiness } from "../../shared/text/french-elision.ts";

interface SharedMail {
  account: Pick<Account, "name" | "timeZone">;
  document: Pick<Document, "fileName" | "size">;
  share: Pick<DocumentShare, "message" | "expiresAt">;
  client: Pick<Client, "name" | "firstName">;
  letterhead: Letterhead;
  language: LanguageTag;
  /** The client's own link. */
  url: string;
}

/** The e-mail with the link to a shared document, to the client. */
export const sharedMail = ({
  account,
  document,
  share,
  client,
  language,
  letterhead,
  url,
}: SharedMail): RenderedMail => {
  const words = texts[language];
  const { fileName } = document;
  const day = share.expiresAt && dayInWords(share.expiresAt, language, account.timeZone);
  const blocks: MailBlock[] = [
    { kind: "text", text: words.greeting(client.firstName ?? client.name) },
    { kind: "text", text: words.intro(account.name) },
    ...(share.message ? [{ kind: "quote" as const, text: share.message }] : []),
    { kind: "list", items: [words.file(fileName, sizeInWords(document.size ?? 0, language))] },
    { kind: "button", label: words.button, url },
    { kind: "note", text: words.yours(day) },
  ];
  return renderMail({
    language,
    letterhead,
    subject: words.subject(account.name, fileName),
    preview: words.preview,
    heading: fileName,
    blocks,
    footer: [{ text: words.why(account.name) }],
  });
};

const texts = wordings({
  fr: (fr) => ({
    subject: (business: string, name: string) => fr`${business} vous envoie un document : ${name}`,
    preview: "Ouvrez-le par ce lien, sans créer de compte.",
    greeting: (name: string) => fr`Bonjour ${name},`,
    intro: (business: string) => fr`${business} partage un document avec vous.`,
    file: (name: string, size: string) => fr`${name} (${size})`,
    button: "Voir le document",
    yours: (day: string | undefined) =>
      day ? fr`Ce lien est personnel et reste valable jusqu’au ${day}.` : "Ce lien est personnel.",
    why: (business: string) =>
      fr`Vous recevez ce message parce que vous faites partie de la clientèle ${ofBusiness(business)}.`,
  }),
  en: {
    subject: (business: string, name: string) => `${business} sends you a document: ${name}`,
    preview: "Open it through this link, no account needed.",
    greeting: (name: string) => `Hello ${name},`,
    intro: (business: string) => `${business} shares a document with you.`,
    file: (name: string, size: string) => `${name} (${size})`,
    button: "See the document",
    yours: (day: string | undefined) =>
      day ? `The link is yours alone and works until ${day}.` : "The link is yours alone.",
    why: (business: string) => `You receive this message because you are a client of ${business}.`,
  },
});
