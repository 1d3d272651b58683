import type { Client } from "../../shared/entities/client.ts";
import type { Document } from "../../shared/entities/document.ts";
import type { DocumentRequest, RequestRecipient } from "../../shared/entities/document-request.ts";
import { sizeInWords } from "../../shared/files/words.ts";
import type { LanguageTag } from "../../shared/messaging/language.ts";
import { type RenderedMail, renderMail } from "../../shared/messaging/layout.ts";
import { wordings } from "../../shared/messaging/wordings.ts";
import type { Letterhead } from "../../shared/pages/letterhead.ts";

interface ReceivedMail {
  client: Pick<Client, "name">;
  document: Pick<Document, "fileName" | "size" | "itemId">;
  request: Pick<DocumentRequest, "title" | "items">;
  recipient: Pick<RequestRecipient, "received">;
  letterhead: Letterhead;
  language: LanguageTag;
}

/** The e-mail to the staff when a client has sent a file. */
export const receivedMail = ({
  client,
  document,
  request,
  recipient,
  language,
  letterhead,
}: ReceivedMail): RenderedMail => {
  const words = texts[language];
  const label = request.items.find(({ id }) => id === document.itemId)?.label ?? request.title;
  const missing = request.items.filter(({ id, required }) => required && !recipient.received[id]);
  return renderMail({
    language,
    letterhead,
    subject: words.subject(client.name, request.title),
    preview: document.fileName,
    heading: words.heading(client.name),
    blocks: [
      {
        kind: "list",
        items: [words.file(document.fileName, sizeInWords(document.size ?? 0, language)), words.item(label)],
      },
      {
        kind: "text",
        text: missing.length === 0 ? words.all(request.title) : words.missing(missing.map((item) => item.label)),
      },
    ],
    footer: [{ text: words.why }],
  });
};

const texts = wordings({
  fr: (fr) => ({
    subject: (client: string, title: string) => fr`${client} a envoyé un fichier : ${title}`,
    heading: (client: string) => fr`${client} a envoyé un fichier`,
    file: (name: string, size: string) => fr`Fichier : ${name} (${size})`,
    item: (label: string) => fr`Pour : ${label}`,
    all: (title: string) =>
      fr`Tout ce qui était demandé pour « ${title} » est arrivé. Le fichier est sur la fiche client.`,
    missing: (labels: string[]) => fr`Le fichier est sur la fiche client. Il manque encore : ${labels.join(", ")}.`,
    why: "Vous recevez ce message parce que vous avez demandé ces documents, ou gérez le compte.",
  }),
  en: {
    subject: (client: string, title: string) => `${client} has sent a file: ${title}`,
    heading: (client: string) => `${client} has sent a file`,
    file: (name: string, size: string) => `File: ${name} (${size})`,
    item: (label: string) => `For: ${label}`,
    all: (title: string) => `Everything asked for in “${title}” has arrived. The file is on the client's card.`,
    missing: (labels: string[]) => `The file is on the client's card. Still missing: ${labels.join(", ")}.`,
    why: "You receive this message because you asked for these documents, or run the account.",
  },
});
