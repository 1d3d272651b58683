import { ok, useCase } from "../../shared/app/use-case.ts";
import { later } from "../../shared/clock.ts";
import { put } from "../../shared/db/writes.ts";
import { DOWNLOAD_SECONDS, documentAccesses } from "../../shared/entities/document.ts";
import { derivedIdAt } from "../../shared/ids.ts";
import type { DocumentDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { presentDocument } from "./present.ts";
import { findDocument } from "./store.ts";

/**
 * A document, with a short-lived address when its file may leave the house. Giving the address out stands in the access
 * log: once for each caller and five minutes, the life of the address, however often they look.
 */
export const getDocument = useCase(
  routes.get,
  async ({ params, actor, db, now }, { presigner, buckets }: DocumentDeps) => {
    const document = await findDocument(db, params.id, actor);
    if (document.status !== "clean" || !document.key) return ok(presentDocument(document));
    const span = DOWNLOAD_SECONDS * 1000;
    const at = new Date(Math.floor(now.getTime() / span) * span);
    const access = put(documentAccesses, {
      id: derivedIdAt("event", at, document.id, actor.id),
      accountId: actor.accountId,
      documentId: document.id,
      at: now.toISOString(),
      by: actor.id,
      action: "download_link",
    });
    const shown = {
      ...presentDocument(document),
      downloadUrl: await presigner.download(buckets.files, document.key, document.fileName, DOWNLOAD_SECONDS),
      downloadUrlExpiresAt: later(now, DOWNLOAD_SECONDS).toISOString(),
    };
    return ok(shown, [access]);
  },
);
