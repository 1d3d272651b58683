import { type Language, type LanguageTag, languageIn } from "../../shared/messaging/language.ts";
import { inWordsOf } from "../../shared/messaging/wordings.ts";
import { kinds } from "../kinds.ts";

type Words = Readonly<Record<string, Readonly<Record<Language, string>>>>;

/** What was erased, by its name in the receipt. */
const erased: Words = {
  client: { fr: "Fiche du client", en: "The client's record" },
  notes: { fr: "Notes", en: "Notes" },
  comments: { fr: "Commentaires", en: "Comments" },
  messages: { fr: "Messages envoyés à la personne", en: "Messages to the person" },
  consentProofs: { fr: "Preuves de consentement", en: "Proofs of consent" },
  documents: { fr: "Documents de la personne", en: "Documents of the person" },
  files: { fr: "Fichiers, toutes versions comprises", en: "Files, with all their versions" },
  shares: { fr: "Partages de documents de la bibliothèque", en: "Shares of documents of the library" },
  requests: {
    fr: "Demandes de documents, et part à des demandes communes",
    en: "Document requests, and parts in shared ones",
  },
  personalExports: { fr: "Copies remises à la personne", en: "Copies made for the person" },
  jobs: { fr: "Textes dans des travaux de masse", en: "Texts in bulk work" },
  jobItems: { fr: "Lignes et cases d’importation refusées", en: "Refused rows and cells of imports" },
  webhookBodies: { fr: "Événements destinés à des systèmes partenaires", en: "Events for partner systems" },
  historyEntries: { fr: "Contenu de l’historique", en: "Content of the history" },
};

/** What is kept, and why. */
const kept: Words = {
  id: {
    fr: "L’identifiant du client, sans aucune donnée personnelle, pour qu’il ne serve plus jamais ; il figure aussi dans l’historique et les journaux d’accès.",
    en: "The client's id, with no personal data, so that it is never used again; it also stands in the history and in access logs.",
  },
  address_refusals: {
    fr: "Si la personne a refusé les envois : ce refus, avec une empreinte d’où l’on ne peut tirer l’adresse, pour que la personne ne soit plus jamais sollicitée.",
    en: "If the person said no to mailings: that refusal, under a hash that the address cannot be read from, so that they are never mailed again.",
  },
  campaign_lists: {
    fr: "Dans les campagnes reçues : l’identifiant et les chiffres d’envoi, sans nom ni adresse.",
    en: "In campaigns that were received: the id and the figures of sending, without name or address.",
  },
  shared_requests: {
    fr: "Des demandes de documents qui s’adressaient aussi à d’autres clients : leur titre et leur texte.",
    en: "Document requests that went to other clients too: their title and text.",
  },
  library_documents: {
    fr: "Des documents de la bibliothèque de l’entreprise qui étaient partagés avec la personne : ils appartiennent à l’entreprise.",
    en: "Documents of the business's library that were shared with the person: they are the business's own.",
  },
  import_files: {
    fr: "Des fichiers importés où la personne peut figurer : ils s’effacent d’eux-mêmes.",
    en: "Imported files that may hold the person: they are deleted automatically.",
  },
  export_files: {
    fr: "Des fichiers exportés où la personne peut figurer : ils s’effacent d’eux-mêmes.",
    en: "Exported files that may hold the person: they are deleted automatically.",
  },
  mentions: {
    fr: "Ce que l’entreprise a pu écrire de la personne ailleurs, dans les notes d’autres clients, des messages, des campagnes, des documents : elle seule sait où.",
    en: "What the business may have written of the person elsewhere, in notes of other clients, messages, campaigns, documents: it alone knows where.",
  },
  work_under_way: {
    fr: "Des travaux de masse en cours pour d’autres clients, dont le texte parle de la personne.",
    en: "Bulk work under way for other clients, whose text speaks of the person.",
  },
  stored_answers: {
    fr: "Des réponses gardées pour les appels répétés (Idempotency-Key), chiffrées sous la clé de qui appelle : elles s’effacent d’elles-mêmes.",
    en: "Answers kept for repeated calls (Idempotency-Key), encrypted under the caller's key: they are deleted automatically.",
  },
  change_stream: {
    fr: "Le flux des changements de la table, que seuls les programmes de l’installation lisent.",
    en: "The table's stream of changes, which only the installation's programs read.",
  },
  unfinished_uploads: {
    fr: "Des envois de fichiers commencés et jamais terminés, que personne ne peut ouvrir : ils s’effacent d’eux-mêmes.",
    en: "Uploads that were begun and never finished, which nobody can open: they are deleted automatically.",
  },
  queued_messages: {
    fr: "Des messages entre les programmes de l’installation, dont ceux qui n’ont pu être traités.",
    en: "Messages between the installation's programs, those among them that could not be handled.",
  },
  backups: {
    fr: "Les sauvegardes de la table : elles ne servent qu’après un accident, et l’effacement est alors refait.",
    en: "The table's backups: they are used after an accident only, and the erasure is then done again.",
  },
  dead_links: {
    fr: "Les liens envoyés à la personne, sous une empreinte : ils n’ouvrent plus rien.",
    en: "The links that were sent to the person, as hashes: they open nothing any more.",
  },
  sent_mail: {
    fr: "Les courriels déjà partis sont chez leur destinataire ; personne ne peut les reprendre.",
    en: "E-mails that have gone out are with whoever received them; nobody can take them back.",
  },
  partner_systems: {
    fr: "Des événements remis à des systèmes partenaires : ils y restent ; ces systèmes apprennent l’effacement par un événement de plus.",
    en: "Events that were handed to partner systems: they stay there; those systems hear of the erasure by another event.",
  },
};

/** Things of kinds that name themselves. */
const calledAs = (what: string) => [...kinds.values()].find(({ ids }) => ids?.path === what)?.called;

export const erasedText = (what: string, language: LanguageTag): string =>
  said(erased[what] ?? calledAs(what), language) ?? what;
export const keptText = (what: string, language: LanguageTag): string => said(kept[what], language) ?? what;

const said = (texts: Readonly<Record<Language, string>> | undefined, language: LanguageTag): string | undefined =>
  texts && inWordsOf(language, texts[languageIn(language)]);
