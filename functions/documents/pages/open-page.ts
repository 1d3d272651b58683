import { htmlPage } from "../../../shared/app/use-case.ts";
import { linkPage, unknownPage } from "../../../shared/pages/link-page.ts";
import { overPage } from "../../../shared/pages/over-page.ts";
import { routes } from "../pages-manifest.ts";
import type { PageDeps } from "./deps.ts";
import { openAny } from "./find-link.ts";
import { requestPage } from "./request-page.ts";
import { sharedDocumentPage } from "./shared-document-page.ts";

/** Shows what a link opens. Reads only: link scanners come before the client does. */
export const openPage = linkPage(routes.openDocuments, async ({ params, browser, now }, deps: PageDeps) => {
  const found = await openAny(deps, params.token, now);
  if (found.is === "unknown") return unknownPage(browser);
  if (found.is === "over") return overPage(found, browser, deps.filesOrigin);
  const page =
    found.is === "shared" ? sharedDocumentPage(found, deps.filesOrigin) : requestPage(found, deps.filesOrigin);
  return htmlPage(page.html, 200, page.headers);
});
