import { wordings } from "../../../shared/messaging/wordings.ts";
import type { RefusalReason, UploadWords } from "./browser/upload/settings.ts";

/** What the page of a document request says. `{name}` in the sentences of the script stands for the file's name. */
export interface RequestWords {
  rules: (types: string, size: string, day: string) => string;
  complete: string;
  noScript: string;
  required: string;
  optional: string;
  received: (files: number) => string;
  drop: string;
  choose: string;
  photo: string;
  filesFor: (label: string) => string;
  tooLarge: (size: string) => string;
  wrongType: (types: string) => string;
  wrongContent: (types: string) => string;
  refused: Record<Exclude<RefusalReason, "too_large" | "type_not_accepted" | "type_mismatch">, string>;
  states: Omit<UploadWords, "refused">;
}

export const requestWords = wordings<RequestWords>({
  fr: (fr) => ({
    rules: (types, size, day) =>
      fr`Formats acceptés : ${types}. Jusqu’à ${size} par fichier. Vous pouvez envoyer vos fichiers jusqu’au ${day}.`,
    complete: "Merci, nous avons tout reçu. Vous pouvez encore ajouter un fichier.",
    noScript:
      "Pour envoyer vos fichiers ici, votre navigateur doit autoriser JavaScript. Sinon, répondez au message reçu.",
    required: "demandé",
    optional: "facultatif",
    received: (files) => (files === 1 ? "1 fichier reçu" : fr`${files} fichiers reçus`),
    drop: "Glissez vos fichiers ici, ou",
    choose: "Choisir des fichiers",
    photo: "Prendre une photo",
    filesFor: (label) => fr`Fichiers pour : ${label}`,
    tooLarge: (size) => fr`Ce fichier est trop lourd : ${size} au plus.`,
    wrongType: (types) => fr`Ce format n’est pas accepté. Formats acceptés : ${types}.`,
    wrongContent: (types) =>
      fr`Le contenu de ce fichier n’est pas d’un format accepté, même si son nom le dit. Formats acceptés : ${types}.`,
    refused: {
      empty: "Ce fichier est vide : choisissez-en un autre.",
      unreadable: "Ce fichier ne peut pas être lu : choisissez-le de nouveau.",
      not_scannable:
        "Ce fichier ne peut pas être vérifié (protégé par un mot de passe, par exemple) : envoyez-le sans protection.",
      too_much: "Tous les fichiers envoyés avec ce lien sont trop lourds ensemble : répondez au message reçu.",
      infected:
        "Ce fichier contient un logiciel malveillant : il n’a pas été gardé. Envoyez une photo du document, ou répondez au message reçu.",
      over: "Ce lien n’est plus valable : répondez au message reçu pour en demander un autre.",
      other:
        "Ce fichier n’est pas arrivé entier, ou a changé pendant l’envoi : choisissez-le de nouveau. Si cela se répète, répondez au message reçu.",
    },
    states: {
      waiting: "En attente",
      sending: "Envoi en cours",
      resumed: "L’envoi reprend où il en était",
      waitingForNetwork: "Connexion perdue ; l’envoi reprendra tout seul",
      checking: "Envoyé ; vérification en cours",
      received: "Reçu, merci",
      later:
        "Envoyé ; la vérification se poursuit. Vous pouvez fermer cette page : nous serons avertis si le fichier est refusé.",
      lost: "La connexion a été interrompue.",
      unfinished: "L’envoi n’a pas abouti.",
      retry: "Réessayer",
      retryOf: "Réessayer : {name}",
      news: "{name} : ",
      one: "1 fichier reçu",
      many: "{count} fichiers reçus",
      progress: "Progression de l’envoi : {name}",
    },
  }),
  en: {
    rules: (types, size, day) =>
      `Accepted formats: ${types}. Up to ${size} for each file. You can send your files until ${day}.`,
    complete: "Thank you, we have received everything. You can still add a file.",
    noScript:
      "To send your files here, your browser must allow JavaScript. Otherwise, reply to the message you received.",
    required: "requested",
    optional: "optional",
    received: (files) => (files === 1 ? "1 file received" : `${files} files received`),
    drop: "Drag your files here, or",
    choose: "Choose files",
    photo: "Take a photo",
    filesFor: (label) => `Files for: ${label}`,
    tooLarge: (size) => `This file is too large: ${size} at most.`,
    wrongType: (types) => `This format is not accepted. Accepted formats: ${types}.`,
    wrongContent: (types) =>
      `The content of this file is not of an accepted format, though its name says so. Accepted formats: ${types}.`,
    refused: {
      empty: "This file is empty: choose another one.",
      unreadable: "This file cannot be read: choose it again.",
      not_scannable: "This file cannot be checked (it has a password, for example): send it without protection.",
      too_much: "All files sent with this link are too large together: reply to the message you received.",
      infected:
        "This file contains malicious software: it was not kept. Send a photo of the document, or reply to the message you received.",
      over: "This link no longer works: reply to the message you received to ask for another one.",
      other:
        "This file did not arrive whole, or changed while it was sent: choose it again. If this goes on, reply to the message you received.",
    },
    states: {
      waiting: "Waiting",
      sending: "Sending",
      resumed: "Going on where it stopped",
      waitingForNetwork: "Connection lost; sending will go on by itself",
      checking: "Sent; being checked",
      received: "Received, thank you",
      later: "Sent; the check goes on. You can close this page: we will be told if the file is refused.",
      lost: "The connection was lost.",
      unfinished: "Sending did not succeed.",
      retry: "Try again",
      retryOf: "Try again: {name}",
      news: "{name}: ",
      one: "1 file received",
      many: "{count} files received",
      progress: "Progress of sending {name}",
    },
  },
});
