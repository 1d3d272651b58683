import type { Answer, PublicCall } from "../../shared/app/use-case.ts";
import { DOWNLOAD_SECONDS } from "../../shared/entities/document.ts";
import { acceptedLanguages, languageTagOf } from "../../shared/messaging/language.ts";
import { closedPage } from "../../shared/pages/closed-page.ts";
import type { PageDeps } from "./deps.ts";
import { findAnything } from "./find-link.ts";
import type { routes } from "./manifest.ts";
import { overPage } from "./over-page.ts";
import { recordUse } from "./use-share.ts";

/** What a client does with a document that is shared with them: looks at its page, or downloads its current file. */
export const submitShared = async (
  token: string,
  form: Readonly<Record<string, string>>,
  { headers, now }: Pick<PublicCall<typeof routes.submit>, "headers" | "now">,
  { table, limiter, presigner, files, uploadOrigin }: PageDeps,
): Promise<Answer> => {
  const browser = acceptedLanguages(headers["accept-language"]);
  const found = await findAnything({ table, limiter }, token, now);
  if (found.is === "over") return overPage(found, browser, uploadOrigin);
  if (found.is !== "shared" || (form.action !== "view" && form.action !== "download"))
    return closedPage("unknown", languageTagOf(undefined, ...browser));
  const used = await recordUse(table, found, form.action === "view" ? "viewed" : "downloaded", now);
  if (used.is !== "shared") return overPage(found, browser, uploadOrigin);
  if (form.action === "view") return { status: 204, writes: [] };
  const { key, fileName } = used.document;
  const location = await presigner.download(files, key, fileName, DOWNLOAD_SECONDS);
  return {
    status: 303,
    writes: [],
    headers: { location, "cache-control": "no-store", "referrer-policy": "no-referrer" },
  };
};
