import { type FileReason, fileSentence } from "../words.ts";
import type { ImportLanguage } from "./imported-client.ts";

/** A file that cannot be read further. `row` is the record where reading stopped, when it is known. */
export class ImportFileError extends Error {
  readonly code: FileReason;
  readonly row: number | undefined;

  constructor(code: FileReason, options: { row?: number; cause?: unknown } = {}) {
    super(fileSentence(code, "en"), { cause: options.cause });
    this.name = "ImportFileError";
    this.code = code;
    this.row = options.row;
  }

  /** For its owner, so that it can be mended. */
  in(language: ImportLanguage): string {
    return fileSentence(this.code, language, this.row);
  }
}
