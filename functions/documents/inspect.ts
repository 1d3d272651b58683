import type { RefusalReason } from "../../shared/entities/document.ts";
import type { UploadSlot } from "../../shared/entities/upload-slot.ts";
import { extensionOf, nameForType } from "../../shared/files/file-name.ts";
import { fileTypes, isAccepted } from "../../shared/files/file-types.ts";
import { typesOfContent } from "../../shared/files/sniff.ts";
import type { WaitingFile } from "./file-store.ts";

type Announced = Pick<UploadSlot, "contentType" | "maxBytes" | "fileName">;

/** As what a file is kept: its real type, and a name whose extension says the same. */
export interface KeptAs {
  contentType: string;
  fileName: string;
}

/**
 * What is wrong with a file before anybody scans it, or as what it is kept. Phones and browsers announce wrong types (a
 * JPEG named `.HEIC`, a CSV as Excel): what the content really is counts, where that would have been welcome too.
 * @param welcome the accepted types, read when the announced one does not fit
 */
export const inspectFile = async (
  file: WaitingFile,
  slot: Announced,
  welcome: () => Promise<readonly string[]>,
): Promise<RefusalReason | KeptAs> => {
  if (file.size === 0) return "empty";
  if (file.size > slot.maxBytes) return "too_large";
  const found = await typesOfContent(file.head);
  const contentType = found.includes(slot.contentType)
    ? slot.contentType
    : realType(found, slot.fileName, found.length > 0 ? await welcome() : []);
  return contentType ? { contentType, fileName: nameForType(slot.fileName, contentType) } : "type_mismatch";
};

/** The extension decides where the content leaves a choice; without its word the likeliest, unless that is a guess. */
const realType = (found: readonly string[], fileName: string, welcome: readonly string[]): string | undefined => {
  const possible = found.filter((type) => isAccepted(type, welcome));
  const extension = extensionOf(fileName);
  const named = possible.find((type) =>
    fileTypes.some((known) => known.type === type && known.extensions.includes(extension)),
  );
  return named ?? (found.length <= 2 ? possible[0] : undefined);
};
