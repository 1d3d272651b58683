import { created, publicUseCase } from "../../shared/app/use-case.ts";
import { atMost } from "../../shared/db/conditions.ts";
import { insert, update } from "../../shared/db/writes.ts";
import { type DocumentRequest, MOST_FORMS, recipientKey } from "../../shared/entities/document-request.ts";
import { newSlot, termsOf, uploadSlots } from "../../shared/entities/upload-slot.ts";
import { AppError, notFound } from "../../shared/errors.ts";
import { fileName } from "../../shared/files/file-name.ts";
import { isAccepted, plainType } from "../../shared/files/file-types.ts";
import type { PageDeps } from "./deps.ts";
import { findLink } from "./find-link.ts";
import { routes } from "./manifest.ts";

/** Gives out the form for one file of one client; what it lets in is what the request said, enforced by its signature. */
export const beginUpload = publicUseCase(
  routes.beginUpload,
  async ({ params, body, now }, { table, ids, presigner, quarantine }: PageDeps) => {
    const found = await findLink(table, params.token, now);
    if (found.is === "unknown") throw notFound("link");
    if (found.is === "over") throw new AppError("gone", "This link no longer works.");
    const { request, recipient } = found;
    const contentType = plainType(body.contentType);
    const itemId = itemOf(request, body.itemId);
    if (body.size === 0) throw refused("empty", "/size", "The file is empty");
    if (body.size > request.maxBytes) throw refused("too_large", "/size", `A file may have ${request.maxBytes} bytes`);
    if (!isAccepted(contentType, request.accept))
      throw refused("type_not_accepted", "/contentType", `Accepted are ${request.accept.join(", ")}`);

    const document = {
      id: ids.next("document"),
      accountId: request.accountId,
      uploadId: ids.next("upload"),
      fileName: fileName(body.fileName),
      contentType,
    };
    const { clientId } = recipient;
    const slot = newSlot(document, request.maxBytes, now, { requestId: request.id, clientId, itemId });
    const upload = await presigner.upload(termsOf(slot, quarantine, now));
    const oneMore = update(
      recipientKey(recipient),
      { add: { forms: 1 } },
      atMost("forms", MOST_FORMS - 1),
      () => new AppError("gone", "This link has been used too often."),
    );
    return { ...created({ id: slot.id, upload }, [insert(uploadSlots, slot), oneMore]), in: request.accountId };
  },
);

/** Which of the requested things it is; the only one needs no name. */
const itemOf = ({ items }: DocumentRequest, itemId: string | undefined) => {
  const item = itemId === undefined && items.length === 1 ? items[0] : items.find(({ id }) => id === itemId);
  if (!item) throw refused("no_such_item", "/itemId", "Say which of the requested documents this is");
  return item.id;
};

/** A refusal that the page can put into its reader's words. */
const refused = (reason: string, pointer: string, message: string): AppError =>
  new AppError("validation-failed", message, { errors: [{ pointer, message }], extra: { reason } });
