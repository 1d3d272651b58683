import { type LanguageTag, languageIn } from "../../shared/messaging/language.ts";
import { inWordsOf } from "../../shared/messaging/wordings.ts";
import type { ImportLanguage } from "./parse/imported-client.ts";

/** Why a file cannot be read, or not to its end. */
export const fileReasons = {
  "import-gone": {
    fr: "Cette importation n’existe plus : recommencez en téléversant le fichier de nouveau.",
    en: "This import no longer exists: begin again by uploading the file.",
  },
  "not-uploaded": {
    fr: "Aucun fichier n’a été téléversé : téléversez-le, puis lancez l’importation de nouveau.",
    en: "No file was uploaded: upload it, then start the import again.",
  },
  empty: {
    fr: "Le fichier est vide : la première ligne doit porter les titres des colonnes.",
    en: "The file is empty: its first line must hold the column titles.",
  },
  encoding: {
    fr: "Les lettres accentuées du fichier ne se lisent dans aucun encodage connu : enregistrez-le en CSV UTF-8 ou en .xlsx. Rien n’a été importé.",
    en: "The accented letters of the file cannot be read in any encoding that we know: save it as CSV UTF-8 or as .xlsx. Nothing was imported.",
  },
  "no-titles": {
    fr: "Aucun titre de colonne n’a été reconnu : ajoutez une ligne de titres (Nom, Courriel, Téléphone…), ou dites ce que contient chaque colonne ({columns}), puis lancez l’importation de nouveau. Rien n’a été importé.",
    en: "No column title was recognised: add a row of titles (Name, E-mail, Phone…), or say what each column holds ({columns}), then start the import again. Nothing was imported.",
  },
  "quote-not-closed": {
    fr: "Un guillemet ouvert n’est jamais refermé : à partir de là, tout le reste du fichier se lit comme une seule case. Refermez-le ou retirez-le.",
    en: "A quotation mark is opened and never closed: from there on, the rest of the file reads as one cell. Close it or take it out.",
  },
  "record-too-long": {
    fr: "Une ligne dépasse 1 Mo : un guillemet ouvert n’est sans doute pas refermé. Refermez-le ou retirez-le.",
    en: "A row is longer than 1 MB: a quotation mark was probably not closed. Close it or take it out.",
  },
  "not-a-workbook": {
    fr: "Le classeur est abîmé ou n’est pas un fichier .xlsx : ouvrez-le dans votre tableur et enregistrez-le de nouveau.",
    en: "The workbook is damaged or is not an .xlsx file: open it in your spreadsheet application and save it again.",
  },
  "old-workbook": {
    fr: "Le classeur est un ancien .xls ou est protégé par un mot de passe : enregistrez-le en .xlsx sans mot de passe.",
    en: "The workbook is an old .xls or is protected by a password: save it as .xlsx without a password.",
  },
  "binary-workbook": {
    fr: "Le classeur est un .xlsb : enregistrez-le en .xlsx ou en CSV UTF-8.",
    en: "The workbook is an .xlsb: save it as .xlsx or as CSV UTF-8.",
  },
  numbers: {
    fr: "Le fichier est un document Numbers : ouvrez-le et exportez-le en Excel (.xlsx) ou en CSV.",
    en: "The file is a Numbers document: open it and export it to Excel (.xlsx) or CSV, then save that here.",
  },
  pdf: {
    fr: "Le fichier est un PDF, dont les colonnes ne se lisent pas : exportez la liste en .xlsx ou en CSV depuis le programme qui l’a faite.",
    en: "The file is a PDF, whose columns cannot be read: save the list as .xlsx or CSV from the program that made it.",
  },
  packed: {
    fr: "Le fichier est une archive : décompressez-la, puis importez chaque liste qu’elle contient.",
    en: "The file is an archive: unpack it, then import each list that it holds.",
  },
  "not-a-list": {
    fr: "Le fichier n’est pas une liste : enregistrez-la en .xlsx, en .ods ou en CSV UTF-8.",
    en: "The file is not a list: save the list as .xlsx, .ods or CSV UTF-8.",
  },
  "workbook-too-large": {
    fr: "Le classeur est trop grand : enregistrez-le en CSV (250 Mo au plus), ou répartissez-le en plusieurs fichiers.",
    en: "The workbook is too large: save it as CSV (250 MB at most), or split it into several files.",
  },
} as const satisfies Texts;

/** What is wrong with a cell or a row. */
export const rowReasons = {
  email: {
    fr: "Ce n’est pas une adresse courriel : corrigez-la (nom@exemple.com) ou videz la case.",
    en: "This is not an e-mail address: correct it (name@example.com) or empty the cell.",
  },
  phone: {
    fr: "Ce n’est pas un numéro de téléphone : corrigez-le (s’il est étranger, avec son indicatif, comme +33 6 12 34 56 78) ou videz la case.",
    en: "This is not a phone number: correct it (a foreign one with its country code, such as +33 6 12 34 56 78) or empty the cell.",
  },
  "own-id": {
    fr: "Ce n’est pas un identifiant d’une liste exportée d’ici : remettez celui qui y était, ou videz la case.",
    en: "This is not an id of a list that was exported here: put back the one that was there, or empty the cell.",
  },
  country: {
    fr: "Ce pays est inconnu : écrivez son nom (Canada, Belgique…) ou son code de deux lettres (CA, BE…).",
    en: "This country is not known: write its name (Canada, Belgium…) or its two-letter code (CA, BE…).",
  },
  language: {
    fr: "Cette langue est inconnue : écrivez son nom (français, anglais…) ou son code (fr, en…).",
    en: "This language is not known: write its name (French, English…) or its code (fr, en…).",
  },
  discount: {
    fr: "Ce n’est pas un pourcentage : écrivez un nombre de 0 à 100, par exemple 7,5.",
    en: "This is not a percentage: write a number from 0 to 100, such as 7.5.",
  },
  latitude: {
    fr: "Ce n’est pas une latitude : écrivez un nombre de -90 à 90, par exemple 45,5017.",
    en: "This is not a latitude: write a number from -90 to 90, such as 45.5017.",
  },
  longitude: {
    fr: "Ce n’est pas une longitude : écrivez un nombre de -180 à 180, par exemple -73,5673.",
    en: "This is not a longitude: write a number from -180 to 180, such as -73.5673.",
  },
  "half-a-location": {
    fr: "La latitude ou la longitude manque : donnez les deux, ou aucune.",
    en: "The latitude or the longitude is missing: give both, or neither.",
  },
  "yes-or-no": {
    fr: "On ne peut pas en déduire un consentement : écrivez oui ou non, ou videz la case.",
    en: "Consent cannot be told from this: write yes or no, or empty the cell.",
  },
  "spreadsheet-error": {
    fr: "La case contient une erreur du tableur : corrigez sa formule ou écrivez la valeur.",
    en: "The cell holds a spreadsheet error: correct its formula or write the value.",
  },
  "no-result": {
    fr: "La case contient une formule dont le résultat n’est pas dans le fichier : ouvrez-le dans votre tableur et enregistrez-le de nouveau, ou écrivez la valeur.",
    en: "The cell holds a formula whose result is not in the file: open it in your spreadsheet application and save it again, or write the value.",
  },
  "lost-letters": {
    fr: "Des lettres de cette case ont été perdues avant l’envoi du fichier (�) : récrivez-la.",
    en: "Letters of this cell were lost before the file was sent (�): write it again.",
  },
  nobody: {
    fr: "La ligne n’a ni nom, ni entreprise, ni courriel, ni téléphone : donnez-en au moins un.",
    en: "The row has no name, company, e-mail address or phone number: give at least one.",
  },
  total: {
    fr: "La ligne semble être un total, pas un client : retirez-la, ou donnez-lui un nom.",
    en: "The row seems to be a total, not a client: take it out, or give it a name.",
  },
  titles: {
    fr: "La ligne répète les titres des colonnes : retirez-la.",
    en: "The row repeats the column titles: take it out.",
  },
  "too-many-cells": {
    fr: "La ligne a plus de cases que l’en-tête : mettez entre guillemets le texte qui contient le séparateur de colonnes.",
    en: "The row has more cells than the header: put quotation marks around text that holds the column separator.",
  },
  "too-long": {
    fr: "Le texte est trop long : au plus {longest} caractères.",
    en: "The text is too long: {longest} characters at most.",
  },
  "no-such-field": {
    fr: "Les clients de type « {type} » n’ont pas de champ « {field} » : videz la case, changez le type du client ou ajoutez-lui ce champ.",
    en: "Clients of type “{type}” have no field “{field}”: empty the cell, change the client's type or add the field to it.",
  },
  required: {
    fr: "Le champ « {field} » est obligatoire pour ce type de client : remplissez-le, au besoin dans une colonne que vous ajoutez.",
    en: "The field “{field}” is required for this type of client: fill it in, in a column that you add where there is none.",
  },
  number: {
    fr: "Le champ « {field} » attend un nombre, par exemple 12,5 : corrigez-le ou videz la case.",
    en: "The field “{field}” takes a number, such as 12.5: correct it or empty the cell.",
  },
  money: {
    fr: "Le champ « {field} » attend un montant, par exemple 125,50 : corrigez-le ou videz la case.",
    en: "The field “{field}” takes an amount, such as 125.50: correct it or empty the cell.",
  },
  date: {
    fr: "Le champ « {field} » attend une date, par exemple 31 mars 2026 ou 2026-03-31 : corrigez-la ou videz la case.",
    en: "The field “{field}” takes a date, such as 31 March 2026 or 2026-03-31: correct it or empty the cell.",
  },
  boolean: {
    fr: "Le champ « {field} » attend oui ou non : écrivez l’un des deux ou videz la case.",
    en: "The field “{field}” takes yes or no: write one of them or empty the cell.",
  },
  choice: {
    fr: "Le champ « {field} » attend l’un de ces choix : {options}.",
    en: "The field “{field}” takes one of these choices: {options}.",
  },
  "multi-choice": {
    fr: "Le champ « {field} » attend un ou plusieurs de ces choix, séparés par des points-virgules : {options}.",
    en: "The field “{field}” takes one or more of these choices, separated by semicolons: {options}.",
  },
  location: {
    fr: "Le champ « {field} » attend une latitude et une longitude, par exemple 45.5017, -73.5673 : corrigez-les ou videz la case.",
    en: "The field “{field}” takes a latitude and a longitude, such as 45.5017, -73.5673: correct them or empty the cell.",
  },
  "no-file": {
    fr: "Le champ « {field} » est celui d’un fichier, qu’une liste ne peut pas apporter : videz la case.",
    en: "The field “{field}” holds a file, which a list cannot bring: empty the cell.",
  },
  "name-taken": {
    fr: "Un autre client porte déjà ce nom : distinguez-les, ou retirez la ligne.",
    en: "Another client has this name already: tell them apart, or take the row out.",
  },
  "email-taken": {
    fr: "Un autre client a déjà cette adresse courriel : corrigez-la, ou videz la case.",
    en: "Another client has this e-mail address already: correct it, or empty the cell.",
  },
  "mobile-taken": {
    fr: "Un autre client a déjà ce cellulaire : corrigez-le, ou videz la case.",
    en: "Another client has this mobile number already: correct it, or empty the cell.",
  },
  "several-clients": {
    fr: "Plusieurs clients ont cette adresse ou ce numéro, et la ligne ne dit pas lequel : ajoutez son nom, ou décidez de la ligne en relançant l’importation.",
    en: "Several clients have this address or number, and the row does not say which one: add the name, or decide on the row when you start the import again.",
  },
  "too-large": {
    fr: "Ce client est trop volumineux : 400 Ko en tout au plus. Raccourcissez ses textes.",
    en: "This client is too large: 400 KB in all at most. Shorten its texts.",
  },
  "changed-meanwhile": {
    fr: "Quelqu’un a modifié ce client pendant l’importation : importez la ligne de nouveau.",
    en: "Somebody changed this client during the import: import the row again.",
  },
} as const satisfies Texts;

/** `{…}` stands for what the sentence is given to name. */
type Texts = Readonly<Record<string, Readonly<Record<ImportLanguage, string>>>>;

export type FileReason = keyof typeof fileReasons;

type OfField = "required" | "no-file" | "number" | "money" | "date" | "boolean" | "location";
type OfOptions = "choice" | "multi-choice";

/** What is wrong with a cell or a row, and what its sentence names. */
export type Problem =
  | { kind: Exclude<keyof typeof rowReasons, OfField | OfOptions | "too-long" | "no-such-field"> }
  | { kind: "too-long"; longest: number }
  | { kind: "no-such-field"; type: string; field: string }
  | { kind: OfField; field: string }
  | { kind: OfOptions; field: string; options: string };

/** The sentence for whoever can correct the row. */
export const rowSentence = ({ kind, ...named }: Problem, language: LanguageTag): string =>
  filledIn(said(rowReasons[kind], language), named);

/** The sentence for whoever brought the file; `row` is the record where its reading stopped, when it is known. */
export const fileSentence = (
  reason: FileReason,
  language: LanguageTag,
  row?: number,
  columns: readonly string[] = [],
): string => {
  const sentence = filledIn(said(fileReasons[reason], language), { columns: columns.slice(0, MOST_NAMED).join(", ") });
  return row === undefined ? sentence : `${sentence} ${filledIn(said(stopped, language), { row })}`;
};

const MOST_NAMED = 8;

export const stopped: Readonly<Record<ImportLanguage, string>> = {
  fr: "La lecture s’est arrêtée à la ligne {row}.",
  en: "Reading stopped at row {row}.",
};

/** In the words of the account's country; what is filled in stays as it is. */
const said = (texts: Readonly<Record<ImportLanguage, string>>, language: LanguageTag): string =>
  inWordsOf(language, texts[languageIn(language)]);

const filledIn = (sentence: string, named: Readonly<Record<string, string | number>>): string =>
  sentence.replace(/\{(\w+)\}/g, (mark, name: string) => String(named[name] ?? mark));
