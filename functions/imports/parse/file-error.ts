import type { LanguageTag } from "../../../shared/messaging/language.ts";
import type { FileReason } from "../words.ts";

/** A file that cannot be read further. `row` is the record where reading stopped, when it is known. */
export class ImportFileError extends Error {
  readonly code: FileReason;
  readonly row: number | undefined;
  /** The columns that somebody has to say the meaning of. */
  readonly columns: readonly string[];

  constructor(code: FileReason, options: { row?: number; columns?: readonly string[]; cause?: unknown } = {}) {
    super(`The file cannot be read: ${code}.`, { cause: options.cause });
    this.name = "ImportFileError";
    this.code = code;
    this.row = options.row;
    this.columns = options.columns ?? [];
  }

  /** For its owner, so that it can be mended. Most files have no mistake: the sentences are loaded with the first. */
  async in(language: LanguageTag): Promise<string> {
    const { fileSentence } = await import("../words.ts");
    return fileSentence(this.code, language, this.row, this.columns);
  }
}
