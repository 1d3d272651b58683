import { htmlPage, type PublicCall, publicUseCase } from "../../shared/app/use-case.ts";
import { isUnsubscribeToken } from "../../shared/entities/link.ts";
import { isPersonToken } from "../../shared/entities/person-link.ts";
import { acceptedLanguages, languageTagOf } from "../../shared/messaging/language.ts";
import { closedPage } from "../../shared/pages/closed-page.ts";
import { busyPage } from "./busy-page.ts";
import type { PageDeps } from "./deps.ts";
import { findAnything } from "./find-link.ts";
import { routes } from "./manifest.ts";
import { overPage } from "./over-page.ts";
import { requestPage } from "./request-page.ts";
import { sharedDocumentPage } from "./shared-document-page.ts";
import { findSubscriber, viewOf } from "./subscriber.ts";
import { formerPage, subscriptionsPage } from "./subscriptions-page.ts";

/** Shows what a link opens. Reads only: link scanners come before the client does. */
export const openPage = publicUseCase(routes.open, async (call, deps: PageDeps) =>
  pageOf(call, deps).catch(busyPage(languageTagOf(undefined, ...acceptedLanguages(call.headers["accept-language"])))),
);

const pageOf = async ({ params: { token }, headers, now }: PublicCall<typeof routes.open>, deps: PageDeps) => {
  const browser = acceptedLanguages(headers["accept-language"]);
  if (isUnsubscribeToken(token)) {
    const found = await findSubscriber(deps, token);
    if (found.is === "unknown") return closedPage("unknown", languageTagOf(undefined, ...browser));
    const page =
      found.is === "known"
        ? subscriptionsPage(found.subscriber, deps.uploadOrigin)
        : formerPage(viewOf(found.former), deps.uploadOrigin);
    return htmlPage(page.html, 200, page.headers);
  }
  if (isPersonToken(token)) {
    const { personPage } = await import("./person-page.ts");
    return personPage(token, { now, preferred: browser }, deps);
  }
  const found = await findAnything(deps, token, now);
  if (found.is === "unknown") return closedPage("unknown", languageTagOf(undefined, ...browser));
  if (found.is === "over") return overPage(found, browser, deps.uploadOrigin);
  const page =
    found.is === "shared" ? sharedDocumentPage(found, deps.uploadOrigin) : requestPage(found, deps.uploadOrigin);
  return htmlPage(page.html, 200, page.headers);
};
