import { ok, useCase } from "../../shared/app/use-case.ts";
import { later } from "../../shared/clock.ts";
import { accessed, DOWNLOAD_SECONDS } from "../../shared/entities/document.ts";
import type { DocumentDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { presentDocument } from "./present.ts";
import { findDocument } from "./store.ts";

/**
 * A document, with a short-lived address when its file may leave the house. Giving the address out stands in the access
 * log.
 */
export const getDocument = useCase(
  routes.get,
  async ({ params, actor, db, now }, { presigner, buckets }: DocumentDeps) => {
    const document = await findDocument(db, params.id, actor);
    if (document.status !== "clean" || !document.key) return ok(presentDocument(document, now));
    const shown = {
      ...presentDocument(document, now),
      downloadUrl: await presigner.download(buckets.files, document.key, document.fileName, DOWNLOAD_SECONDS),
      downloadUrlExpiresAt: later(now, DOWNLOAD_SECONDS).toISOString(),
    };
    return ok(shown, [accessed(document, actor.id, "download_link", now)]);
  },
);
