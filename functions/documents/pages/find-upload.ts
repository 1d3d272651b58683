import { keys } from "../../../shared/db/keys.ts";
import {
  inParts,
  isForgotten,
  type SlotInParts,
  type UploadSlot,
  uploadSlots,
} from "../../../shared/entities/upload-slot.ts";
import { AppError, notFound } from "../../../shared/errors.ts";
import { isId } from "../../../shared/ids.ts";
import type { PageDeps } from "./deps.ts";
import { openRequest } from "./find-link.ts";

interface Sought {
  params: { token: string; uploadId: string };
  now: Date;
}

/** An upload that this very link began. @throws AppError `not-found`, `gone` */
export const findUpload = async ({ params, now }: Sought, deps: PageDeps): Promise<UploadSlot> => {
  const found = await openRequest(deps, params.token, now);
  if (found.is === "unknown") throw notFound("link");
  if (found.is !== "request") throw new AppError("gone", "This link no longer works.");
  const { accountId, id: requestId } = found.request;
  const slot = isId("upload", params.uploadId)
    ? await deps.table.of(accountId).get(uploadSlots, keys.of(accountId, params.uploadId))
    : undefined;
  if (slot?.answers?.requestId !== requestId || slot.answers.clientId !== found.recipient.clientId)
    throw notFound("upload");
  if (isForgotten(slot, now)) throw notFound("upload");
  return slot;
};

/** One that comes in parts. @throws AppError `not-found`, `gone`, `conflict` */
export const findUploadInParts = async (sought: Sought, deps: PageDeps): Promise<SlotInParts> => {
  const slot = await findUpload(sought, deps);
  if (!inParts(slot)) throw new AppError("conflict", "This file is sent with a form, in one piece.");
  return slot;
};
