import { created, publicUseCase } from "../../../shared/app/use-case.ts";
import { all, any, atMost, missing } from "../../../shared/db/conditions.ts";
import { keys } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { insert, update, type Write } from "../../../shared/db/writes.ts";
import {
  type DocumentRequest,
  MOST_FORMS,
  mostBytesOf,
  type RequestRecipient,
  recipientKey,
  sameLinks,
} from "../../../shared/entities/document-request.ts";
import { engagementOf } from "../../../shared/entities/engagement.ts";
import {
  inParts,
  isForgotten,
  MAX_FORM_BYTES,
  newSlot,
  type SlotInParts,
  termsOf,
  type UploadSlot,
  uploadSlots,
} from "../../../shared/entities/upload-slot.ts";
import { AppError, notFound } from "../../../shared/errors.ts";
import { fileName } from "../../../shared/files/file-name.ts";
import { isAccepted, plainType } from "../../../shared/files/file-types.ts";
import { partsOf } from "../../../shared/files/parts.ts";
import type { BodyOf } from "../../../shared/http/contract.ts";
import { derivedId, type Id } from "../../../shared/ids.ts";
import { routes } from "../pages-manifest.ts";
import type { PageDeps } from "./deps.ts";
import { openRequest } from "./find-link.ts";

/** Gives out the form for one file of one client; what it lets in is what was declared, enforced by its signature. */
export const beginUpload = publicUseCase(routes.beginUpload, async ({ params, body, cookies, now }, deps: PageDeps) => {
  const { table, ids, presigner, quarantine } = deps;
  const found = await openRequest(deps, params.token, now);
  if (found.is === "unknown") throw notFound("link");
  if (found.is !== "request") throw new AppError("gone", "This link no longer works.");
  const { request, recipient } = found;
  const { accountId } = request;
  const contentType = plainType(body.contentType);
  const itemId = itemOf(request, body.itemId);
  mustBeWelcome(request, body, contentType);
  // Who chooses a file to send has come back for it.
  const engaged = await engagementOf("upload", { cookies, client: recipient, now }, deps.signingKey);

  const isLarge = body.size > MAX_FORM_BYTES;
  const sent = isLarge
    ? await sentBefore(table.of(accountId), [request.id, recipient.clientId, itemId], body, now)
    : undefined;
  if (sent?.slot) return { ...created(inPartsAnswer(sent.slot), []), in: accountId };

  // The commit refuses as well; but an upload in parts is begun before it, and nobody would end it.
  mustHaveRoom(request, recipient, body.size);
  const document = {
    id: ids.next("document"),
    accountId,
    uploadId: sent?.id ?? ids.next("upload"),
    fileName: fileName(body.fileName),
    contentType,
  };
  const slot = {
    ...newSlot(document, body.size, now, { requestId: request.id, clientId: recipient.clientId, itemId }),
    ...(body.sha256 ? { sha256: body.sha256 } : {}),
  };
  if (isLarge) {
    const store = await deps.parts();
    const whole = { ...slot, parts: { uploadId: await store.begin(slot.key, contentType), ...partsOf(body.size) } };
    return { ...created(inPartsAnswer(whole), [...begun(whole, request, recipient), ...engaged]), in: accountId };
  }
  const upload = await presigner.upload(termsOf(slot, quarantine, now));
  return { ...created({ id: slot.id, upload }, [...begun(slot, request, recipient), ...engaged]), in: accountId };
});

const begun = (slot: UploadSlot, request: DocumentRequest, recipient: RequestRecipient): Write[] => [
  insert(uploadSlots, slot),
  update(
    recipientKey(recipient),
    { add: { forms: 1, announcedBytes: slot.maxBytes } },
    all(
      sameLinks(recipient),
      atMost("forms", MOST_FORMS - 1),
      any(missing("announcedBytes"), atMost("announcedBytes", mostBytesOf(request) - slot.maxBytes)),
    ),
    // Others were faster, or this one is too much by now; the next try is told which.
    () => new AppError("gone", "This link has been used too often."),
  ),
];

/** One link must not fill the bucket, neither with many files nor with large ones. */
const mustHaveRoom = (request: DocumentRequest, { forms, announcedBytes = 0 }: RequestRecipient, size: number) => {
  if (forms >= MOST_FORMS) throw new AppError("gone", "This link has been used too often.");
  const most = mostBytesOf(request);
  if (announcedBytes + size > most)
    throw refused("too_much", "/size", `All files that are sent with one link may have ${most} bytes together`);
};

/** The parts of a file may come as long as its slot lives. */
const inPartsAnswer = ({ id, maxBytes, parts: { bytes, count }, ttl }: SlotInParts) => ({
  id,
  upload: { parts: { size: bytes, count }, maxBytes, expiresAt: new Date(ttl * 1000).toISOString() },
});

/**
 * The same large file for the same thing is the same upload, from whatever page and on whatever day it is sent: so it
 * goes on where it was. Once its fate is decided, or it was not sent in time, sending it again is another upload.
 */
const sentBefore = async (
  db: AccountTable,
  answers: readonly string[],
  { fileName: name, contentType, size, modifiedAt = 0 }: BodyOf<typeof routes.beginUpload>,
  now: Date,
): Promise<{ id: Id<"upload">; slot?: SlotInParts }> => {
  for (let former = ""; ; ) {
    const id = derivedId("upload", ...answers, name, contentType, String(size), String(modifiedAt), former);
    const slot = await db.get(uploadSlots, keys.of(db.accountId, id));
    if (!slot || !inParts(slot)) return { id };
    if (slot.status === "awaiting" && !isForgotten(slot, now)) return { id, slot };
    former = slot.documentId;
  }
};

const mustBeWelcome = (
  { maxBytes, accept }: DocumentRequest,
  { size }: BodyOf<typeof routes.beginUpload>,
  contentType: string,
): void => {
  if (size === 0) throw refused("empty", "/size", "The file is empty");
  if (size > maxBytes) throw refused("too_large", "/size", `A file may have ${maxBytes} bytes`);
  if (!isAccepted(contentType, accept))
    throw refused("type_not_accepted", "/contentType", `Accepted are ${accept.join(", ")}`);
};

/** Which of the requested things it is; the only one needs no name. */
const itemOf = ({ items }: DocumentRequest, itemId: string | undefined) => {
  const item = itemId === undefined && items.length === 1 ? items[0] : items.find(({ id }) => id === itemId);
  if (!item) throw refused("no_such_item", "/itemId", "Say which of the requested documents this is");
  return item.id;
};

/** A refusal that the page can put into its reader's words. */
const refused = (reason: string, pointer: string, message: string): AppError =>
  new AppError("validation-failed", message, { errors: [{ pointer, message }], extra: { reason } });
