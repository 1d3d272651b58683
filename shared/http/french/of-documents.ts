/** Documents, requests for documents, and what clients send. */
export const ofDocuments = {
  "Only a document whose file was found clean can be shared.":
    "Seul un document dont le fichier a été jugé sain peut être partagé.",
  "Give a moment in the future": "Donnez un moment à venir",
  "Give a moment within a year": "Donnez un moment d'ici un an",
  "Give a moment within a year of the request": "Donnez un moment dans l'année qui suit la demande",
  "The request is over: its links open nothing.": "La demande est terminée : ses liens n'ouvrent plus rien.",
  "The document is not open to this client: share it with them, or open it again, first.":
    "Le document n'est pas ouvert à ce client : partagez-le d'abord avec lui, ou ouvrez-le de nouveau.",
  "The request is {}: there is nothing to remind of.": "La demande est à l'état {} : il n'y a rien à rappeler.",
  "E-mail to the client's address bounced for good: correct the address on the client, or make a link and hand it over by other means.":
    "Les courriels à l'adresse du client sont revenus pour de bon : corrigez l'adresse sur la fiche du client, ou créez un lien et remettez-le autrement.",
  "The client's address reported an e-mail of yours as unwanted, and gets no more: make a link and hand it over by other means.":
    "Un de vos courriels a été signalé comme indésirable depuis l'adresse du client, qui n'en reçoit plus : créez un lien et remettez-le autrement.",
  "The client has no e-mail address: add one, or make a link and hand it over by other means.":
    "Le client n'a pas d'adresse courriel : ajoutez-en une, ou créez un lien et remettez-le autrement.",
  "The request is over by then": "La demande sera terminée à ce moment",
  "The request is cancelled.": "La demande est annulée.",
  "This day is over": "Ce jour est passé",
  "Name at least one client": "Nommez au moins un client",
  "This client is in the archive": "Ce client est archivé",
  "Files of this type cannot be checked": "Les fichiers de ce type ne peuvent pas être vérifiés",
  "A document whose first file is not there yet, or was refused, has no versions.":
    "Un document dont le premier fichier manque encore, ou a été refusé, n'a pas de versions.",
  "No such attachment.": "Cette pièce jointe n'existe pas.",
  "No such document.": "Ce document n'existe pas.",
  "No such document": "Ce document n'existe pas",
  "There is no such document.": "Ce document n'existe pas.",
  "No such share.": "Ce partage n'existe pas.",
  "No such document request.": "Cette demande de documents n'existe pas.",
  "No such recipient.": "Ce destinataire n'existe pas.",
  "No such recipient": "Ce destinataire n'existe pas",
  "There is no such recipient.": "Ce destinataire n'existe pas.",
  "No such version.": "Cette version n'existe pas.",
  "No such link.": "Ce lien n'existe pas.",
  "No such upload.": "Cet envoi n'existe pas.",
  "This link no longer works.": "Ce lien ne fonctionne plus.",
  "This link has been used too often.": "Ce lien a servi trop souvent.",
  "This file is sent with a form, in one piece.": "Ce fichier s'envoie avec un formulaire, d'un seul morceau.",
  "This file has come already.": "Ce fichier est déjà arrivé.",
  "Some parts of this file have not come.": "Des parties de ce fichier ne sont pas arrivées.",
  "The parts weigh something else than the file.": "Les parties n'ont pas le poids du fichier.",
  "All files that are sent with one link may have {} bytes together":
    "Les fichiers envoyés par un même lien peuvent compter ensemble {} octets",
  "The file is empty": "Le fichier est vide",
  "A file may have {} bytes": "Un fichier peut compter {} octets",
  "Accepted are {}": "Sont acceptés : {}",
  "Say which of the requested documents this is": "Dites de quel document demandé il s'agit",
} as const satisfies Readonly<Record<string, string>>;
