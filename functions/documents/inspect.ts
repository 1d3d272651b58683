import type { RefusalReason } from "../../shared/entities/document.ts";
import type { UploadSlot } from "../../shared/entities/upload-slot.ts";
import { typesOfContent } from "../../shared/files/sniff.ts";
import type { WaitingFile } from "./file-store.ts";

/** What is wrong with a file before anybody scans it: its size, or content that is not what it was said to be. */
export const defectOf = (
  file: WaitingFile,
  slot: Pick<UploadSlot, "contentType" | "maxBytes">,
): RefusalReason | undefined => {
  if (file.size === 0) return "empty";
  if (file.size > slot.maxBytes) return "too_large";
  return typesOfContent(file.head).includes(slot.contentType) ? undefined : "type_mismatch";
};
