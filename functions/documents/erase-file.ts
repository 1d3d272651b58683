import { queueConsumer } from "../../shared/app/queue.ts";
import { fileFolder } from "../../shared/entities/document.ts";
import type { DomainEvent } from "../../shared/events/event.ts";
import { readDomainEvent } from "../../shared/events/read-event.ts";
import { isId } from "../../shared/ids.ts";
import { buildEraserDeps, type EraserDeps } from "./deps.ts";

/** Removes the file of a deleted document: `document.deleted`. */
export const eraseFile = async (event: DomainEvent, { files }: Pick<EraserDeps, "files" | "log">): Promise<void> => {
  const id = String(event.resource.id);
  if (!isId("document", id)) throw new Error("This event is about no document.");
  await files.empty(fileFolder(event.accountId, id));
};

export const handler = queueConsumer(readDomainEvent, buildEraserDeps, eraseFile);
