import { ok, publicUseCase } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import { uploadSlots } from "../../shared/entities/upload-slot.ts";
import { AppError, notFound } from "../../shared/errors.ts";
import { isId } from "../../shared/ids.ts";
import type { PageDeps } from "./deps.ts";
import { findLink } from "./find-link.ts";
import { routes } from "./manifest.ts";

/** What became of a file that this very link sent. */
export const uploadStatus = publicUseCase(routes.uploadStatus, async ({ params, now }, { table }: PageDeps) => {
  const found = await findLink(table, params.token, now);
  if (found.is === "unknown") throw notFound("link");
  if (found.is === "over") throw new AppError("gone", "This link no longer works.");
  const { accountId, id: requestId } = found.request;
  const slot = isId("upload", params.uploadId)
    ? await table.of(accountId).get(uploadSlots, keys.of(accountId, params.uploadId))
    : undefined;
  if (slot?.answers?.requestId !== requestId || slot.answers.clientId !== found.recipient.clientId)
    throw notFound("upload");
  const status = slot.outcome === "clean" ? "received" : (slot.outcome ?? "waiting");
  return {
    ...ok({ status, ...(slot.reason ? { reason: slot.reason } : {}) }),
    headers: { "cache-control": "no-store" },
  };
});
