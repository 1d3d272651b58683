import { queueConsumer } from "../../shared/app/queue.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { fileFolder, logoTypes } from "../../shared/entities/document.ts";
import { documentRequests } from "../../shared/entities/document-request.ts";
import { type UploadSlot, uploadSlots } from "../../shared/entities/upload-slot.ts";
import { hashOf, type Id, isId } from "../../shared/ids.ts";
import { buildIntakeDeps, type IntakeDeps } from "./deps.ts";
import type { WaitingFile } from "./file-store.ts";
import { inspectFile } from "./inspect.ts";
import { type Arrival, readArrival } from "./read-arrival.ts";
import type { ScanResult } from "./scanner.ts";
import { type Finding, settle } from "./settle.ts";

/**
 * Looks at a file that arrived in quarantine, and decides: kept, infected or refused. Each step may be repeated, also by
 * two workers at once when a form was sent twice: every content is copied to a place of its own, the decision is one
 * transaction that is made once and says which place holds, and only then the rest is thrown away.
 */
export const receiveUpload = async ({ key, scan }: Arrival, deps: IntakeDeps): Promise<void> => {
  const place = slotOf(key);
  if (!place) return;
  const { table, files } = deps;
  const db = table.of(place.accountId);
  const slot = await db.get(uploadSlots, keys.of(place.accountId, place.uploadId));
  if (slot?.status === "awaiting" && slot.key === key) {
    const file = await files.look(key, scan?.versionId);
    if (!file) return;
    const finding = await inspect(file, slot, scan, deps);
    if (!finding) return;
    const settled = await settle(db, slot, finding, deps.clock.now());
    // Deleted while its file was on the way: what was copied must go as well.
    if (settled === "unwanted") await files.empty(fileFolder(slot.accountId, slot.documentId));
  }
  await tidy(db, place.uploadId, deps);
  await files.discard(key);
};

/** Removes the copies that no decision holds on to: those of other contents of the same form, those of tries cut off. */
const tidy = async (db: AccountTable, uploadId: Id<"upload">, { files }: IntakeDeps): Promise<void> => {
  const slot = await db.get(uploadSlots, keys.of(db.accountId, uploadId));
  if (slot?.status === "settled") await files.empty(copiesOf(slot), slot.keptAt);
};

/** Keys are `<account>/<upload>/<random>`; others wait here for somebody else. */
const slotOf = (key: string) => {
  const [accountId = "", uploadId = "", ...rest] = key.split("/");
  return isId("account", accountId) && isId("upload", uploadId) && rest.length === 1
    ? { accountId, uploadId }
    : undefined;
};

/** In the folder of its document, under the name that nobody can guess: a copy of each content that came. */
const copiesOf = (slot: UploadSlot): string =>
  `${fileFolder(slot.accountId, slot.documentId)}${slot.key.split("/").at(-1)}/`;

/** The same content has the same place, whoever copies it; no other content has it. */
const placeOf = (slot: UploadSlot, { etag, versionId }: WaitingFile): string =>
  `${copiesOf(slot)}${hashOf(`${versionId ?? ""}\n${etag}`).slice(0, 32)}`;

/** Undefined while the scanner has not made up its mind. */
const inspect = async (
  file: WaitingFile,
  slot: UploadSlot,
  scan: ScanResult | undefined,
  { files, scanner, table }: IntakeDeps,
): Promise<Finding | undefined> => {
  // An infected file is called infected, whatever else may be wrong with it.
  const verdict = file.size > 0 ? await scanner.scan(file, scan) : "clean";
  if (verdict === "pending") return undefined;
  if (verdict === "infected") return { outcome: "infected", size: file.size };
  const kept = await inspectFile(file, slot, () => welcomeTypes(table.of(slot.accountId), slot));
  if (typeof kept === "string") return { outcome: "refused", reason: kept, size: file.size };
  if (verdict === "not_scannable") return { outcome: "refused", reason: verdict, size: file.size };
  const key = placeOf(slot, file);
  await files.keep(file, key, kept);
  return { outcome: "clean", key, size: file.size, ...kept };
};

/** What a request accepts; staff may file whatever can be checked. */
const welcomeTypes = async (db: AccountTable, { answers, use }: UploadSlot): Promise<readonly string[]> => {
  if (use === "logo") return logoTypes;
  if (!answers) return ["*/*"];
  const request = await db.get(documentRequests, keys.of(db.accountId, answers.requestId));
  return request?.accept ?? [];
};

export const handler = queueConsumer(readArrival, buildIntakeDeps, receiveUpload);
