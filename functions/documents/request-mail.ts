import type { Account } from "../../shared/entities/account.ts";
import type { Client } from "../../shared/entities/client.ts";
import { type DocumentRequest, messageOf } from "../../shared/entities/document-request.ts";
import { sizeInWords, typesInWords } from "../../shared/files/words.ts";
import { type LanguageTag, languageIn } from "../../shared/messaging/language.ts";
import { type MailBlock, type RenderedMail, renderMail } from "../../shared/messaging/layout.ts";
import { dayInWords } from "../../shared/messaging/moment.ts";
import { wordings } from "../../shared/messaging/wordings.ts";
import type { Letterhead } from "../../shared/pages/letterhead.ts";
import { ofBusiness } from "../../shared/text/french-elision.ts";

interface RequestMail {
  account: Pick<Account, "name" | "timeZone" | "settings">;
  request: Pick<DocumentRequest, "title" | "message" | "items" | "accept" | "maxBytes" | "expiresAt">;
  client: Pick<Client, "name" | "firstName">;
  letterhead: Letterhead;
  language: LanguageTag;
  reminder: boolean;
  /** The client's own link. */
  url: string;
}

/** The e-mail with the link, to the client. */
export const requestMail = ({
  account,
  request,
  client,
  language,
  letterhead,
  reminder,
  url,
}: RequestMail): RenderedMail => {
  const words = texts[language];
  const { title, items } = request;
  const message = messageOf(request, account, languageIn(language));
  const only = items.length === 1 && items[0]?.label === title;
  const blocks: MailBlock[] = [
    { kind: "text", text: words.greeting(client.firstName ?? client.name) },
    { kind: "text", text: reminder ? words.remind(account.name, title) : words.ask(account.name, title) },
    ...(message ? [{ kind: "quote" as const, text: message }] : []),
    ...(only ? [] : [{ kind: "list" as const, items: items.map((item) => words.item(item.label, item.required)) }]),
    { kind: "button", label: words.button, url },
    {
      kind: "note",
      text: words.rules(
        typesInWords(request.accept, language),
        sizeInWords(request.maxBytes, language),
        dayInWords(request.expiresAt, language, account.timeZone),
      ),
    },
  ];
  return renderMail({
    language,
    letterhead,
    subject: reminder ? words.remindSubject(title) : words.subject(account.name, title, items.length),
    preview: words.preview,
    heading: title,
    blocks,
    footer: [{ text: words.why(account.name) }],
  });
};

const texts = wordings({
  fr: (fr) => ({
    subject: (business: string, title: string, count: number) =>
      count === 1
        ? fr`${business} vous demande un document : ${title}`
        : fr`${business} vous demande ${count} documents : ${title}`,
    remindSubject: (title: string) => fr`Rappel : ${title}`,
    preview: "Déposez vos fichiers par ce lien, sans créer de compte.",
    greeting: (name: string) => fr`Bonjour ${name},`,
    ask: (business: string, title: string) => fr`${business} vous demande de lui envoyer : ${title}.`,
    remind: (business: string, title: string) => fr`${business} attend toujours : ${title}.`,
    item: (label: string, required: boolean) => (required ? label : fr`${label} (facultatif)`),
    button: "Déposer mes fichiers",
    rules: (types: string, size: string, day: string) =>
      fr`Formats acceptés : ${types}. Jusqu’à ${size} par fichier. Ce lien est personnel et reste valable jusqu’au ${day}.`,
    why: (business: string) =>
      fr`Vous recevez ce message parce que vous faites partie de la clientèle ${ofBusiness(business)}.`,
  }),
  en: {
    subject: (business: string, title: string, count: number) =>
      count === 1
        ? `${business} asks you for a document: ${title}`
        : `${business} asks you for ${count} documents: ${title}`,
    remindSubject: (title: string) => `Reminder: ${title}`,
    preview: "Send your files through this link, no account needed.",
    greeting: (name: string) => `Hello ${name},`,
    ask: (business: string, title: string) => `${business} asks you to send: ${title}.`,
    remind: (business: string, title: string) => `${business} is still waiting for: ${title}.`,
    item: (label: string, required: boolean) => (required ? label : `${label} (optional)`),
    button: "Send my files",
    rules: (types: string, size: string, day: string) =>
      `Accepted formats: ${types}. Up to ${size} for each file. The link is yours alone and works until ${day}.`,
    why: (business: string) => `You receive this message because you are a client of ${business}.`,
  },
});
