import { on } from "../../shared/app/on.ts";
import { fileFolder } from "../../shared/entities/document.ts";
import type { EventOf } from "../../shared/events/kind.ts";
import { buildEraserDeps, type EraserDeps } from "./deps.ts";
import { document } from "./kinds.ts";

/** Removes the file of a deleted document: `document.deleted`. */
export const eraseFile = async (
  { accountId, resource: { id } }: EventOf<typeof document.deleted>,
  { files }: Pick<EraserDeps, "files" | "log">,
): Promise<void> => {
  await files.empty(fileFolder(accountId, id));
};

export const handler = on([document.deleted], buildEraserDeps, eraseFile);
