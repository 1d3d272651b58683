import type { Client } from "../../shared/entities/client.ts";
import type { Document, RefusalReason } from "../../shared/entities/document.ts";
import type { DocumentRequest } from "../../shared/entities/document-request.ts";
import type { LanguageTag } from "../../shared/messaging/language.ts";
import { type RenderedMail, renderMail } from "../../shared/messaging/layout.ts";
import { wordings } from "../../shared/messaging/wordings.ts";
import type { Letterhead } from "../../shared/pages/letterhead.ts";

interface RefusedMail {
  client: Pick<Client, "name">;
  document: Pick<Document, "fileName" | "itemId" | "status" | "reason">;
  request: Pick<DocumentRequest, "title" | "items">;
  letterhead: Letterhead;
  language: LanguageTag;
}

/** The e-mail to the staff when a file that a client has sent was not kept: the client may have left before they knew. */
export const refusedMail = ({ client, document, request, language, letterhead }: RefusedMail): RenderedMail => {
  const words = texts[language];
  const label = request.items.find(({ id }) => id === document.itemId)?.label ?? request.title;
  const why = document.status === "infected" ? "infected" : (document.reason ?? "other");
  return renderMail({
    language,
    letterhead,
    subject: words.subject(client.name, request.title),
    preview: document.fileName,
    heading: words.heading(client.name),
    blocks: [
      {
        kind: "list",
        items: [words.file(document.fileName), words.item(label), words.because(reasons[language][why])],
      },
      { kind: "text", text: words.next(request.title) },
    ],
    footer: [{ text: words.why }],
  });
};

const texts = wordings({
  fr: (fr) => ({
    subject: (client: string, title: string) => fr`Un fichier de ${client} a été refusé : ${title}`,
    heading: (client: string) => fr`Un fichier de ${client} a été refusé`,
    file: (name: string) => fr`Fichier : ${name}`,
    item: (label: string) => fr`Pour : ${label}`,
    because: (reason: string) => fr`Motif : ${reason}`,
    next: (title: string) =>
      fr`Le fichier n’a pas été gardé, et la personne qui l’a envoyé ne le sait peut-être pas. Vous pouvez le lui demander de nouveau : le lien reçu pour « ${title} » sert jusqu’à la fin de la demande.`,
    why: "Vous recevez ce message parce que vous avez demandé ces documents, ou gérez le compte.",
  }),
  en: {
    subject: (client: string, title: string) => `A file from ${client} was refused: ${title}`,
    heading: (client: string) => `A file from ${client} was refused`,
    file: (name: string) => `File: ${name}`,
    item: (label: string) => `For: ${label}`,
    because: (reason: string) => `Reason: ${reason}`,
    next: (title: string) =>
      `The file was not kept, and the client may not know. You may ask them for it again: the link they got for “${title}” works until the request ends.`,
    why: "You receive this message because you asked for these documents, or run the account.",
  },
});

const reasons = wordings<Readonly<Record<RefusalReason | "infected" | "other", string>>>({
  fr: () => ({
    infected: "il contient un logiciel malveillant.",
    empty: "il est vide.",
    too_large: "il est plus lourd que permis.",
    type_mismatch: "son contenu n’est pas d’un format accepté, ou n’est pas celui qu’il annonce.",
    not_scannable: "il ne peut pas être lu pour être vérifié (protégé par un mot de passe, par exemple).",
    superseded: "un autre fichier a été envoyé à sa place.",
    other: "il n’a pas pu être accepté.",
  }),
  en: {
    infected: "it contains malicious software.",
    empty: "it is empty.",
    too_large: "it is larger than allowed.",
    type_mismatch: "its content is not of an accepted format, or not of the one it claims.",
    not_scannable: "it cannot be read to be checked (it has a password, for example).",
    superseded: "another file was sent in its place.",
    other: "it could not be accepted.",
  },
});
