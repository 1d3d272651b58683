import { DOWNLOAD_SECONDS } from "../../../shared/entities/document.ts";
import { linkPage, unknownPage } from "../../../shared/pages/link-page.ts";
import { overPage } from "../../../shared/pages/over-page.ts";
import { routes } from "../pages-manifest.ts";
import type { PageDeps } from "./deps.ts";
import { openAny } from "./find-link.ts";
import { recordUse } from "./use-share.ts";

/** What a client does with a document that is shared with them: looks at its page, or downloads its current file. */
export const submitPage = linkPage(
  routes.submitDocuments,
  async ({ params, body: form, browser, now }, { table, limiter, presigner, files, filesOrigin }: PageDeps) => {
    const found = await openAny({ table, limiter }, params.token, now);
    if (found.is === "over") return overPage(found, browser, filesOrigin);
    if (found.is !== "shared" || (form.action !== "view" && form.action !== "download")) return unknownPage(browser);
    const used = await recordUse(table, found, form.action === "view" ? "viewed" : "downloaded", now);
    if (used.is !== "shared") return overPage(found, browser, filesOrigin);
    if (form.action === "view") return { status: 204, writes: [] };
    const { key, fileName } = used.document;
    const location = await presigner.download(files, key, fileName, DOWNLOAD_SECONDS);
    return {
      status: 303,
      writes: [],
      headers: { location, "cache-control": "no-store", "referrer-policy": "no-referrer" },
    };
  },
);
