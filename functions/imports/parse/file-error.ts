import type { ImportLanguage } from "./imported-client.ts";

/** Why a whole file cannot be imported, told so that its owner can mend it. */
const REASONS = {
  empty: {
    fr: "Le fichier est vide : la première ligne doit porter les titres des colonnes.",
    en: "The file is empty: its first line must hold the column titles.",
  },
  "quote-not-closed": {
    fr: "Un guillemet ouvert n'est jamais refermé : à partir de là, tout le reste du fichier se lit comme une seule case.",
    en: "A quotation mark is opened and never closed: from there on, the rest of the file reads as one cell.",
  },
  "record-too-long": {
    fr: "Une ligne dépasse 1 Mo : un guillemet ouvert n'est sans doute pas refermé.",
    en: "A row is longer than 1 MB: a quotation mark was probably not closed.",
  },
  "not-a-workbook": {
    fr: "Le classeur est abîmé ou n'est pas un fichier .xlsx : ouvrez-le dans votre tableur et enregistrez-le de nouveau.",
    en: "The workbook is damaged or is not an .xlsx file: open it in your spreadsheet application and save it again.",
  },
  "old-workbook": {
    fr: "Le classeur est un ancien .xls ou est protégé par un mot de passe : enregistrez-le en .xlsx sans mot de passe.",
    en: "The workbook is an old .xls or is protected by a password: save it as .xlsx without a password.",
  },
  "workbook-too-large": {
    fr: "Le classeur est trop grand : enregistrez-le en CSV (250 Mo au plus), ou répartissez-le en plusieurs fichiers.",
    en: "The workbook is too large: save it as CSV (250 MB at most), or split it into several files.",
  },
} as const satisfies Record<string, Record<ImportLanguage, string>>;

type FileErrorCode = keyof typeof REASONS;

/** A file that cannot be read further. `row` is the record where reading stopped, when it is known. */
export class ImportFileError extends Error {
  readonly code: FileErrorCode;
  readonly row: number | undefined;

  constructor(code: FileErrorCode, options: { row?: number; cause?: unknown } = {}) {
    super(REASONS[code].en, { cause: options.cause });
    this.name = "ImportFileError";
    this.code = code;
    this.row = options.row;
  }

  in(language: ImportLanguage): string {
    return REASONS[this.code][language];
  }
}
