import { htmlPage } from "../../shared/app/use-case.ts";
import { isUnsubscribeToken } from "../../shared/entities/link.ts";
import { linkPage, unknownPage } from "../../shared/pages/link-page.ts";
import type { LinkPageDeps } from "../../shared/pages/link-page-deps.ts";
import { forwarded, isStoredLink } from "./forward.ts";
import { routes } from "./manifest.ts";
import { findSubscriber, viewOf } from "./subscriber.ts";
import { formerPage, subscriptionsPage } from "./subscriptions-page.ts";

/** Shows a client's subscriptions. Reads only: link scanners come before the client does. */
export const openPage = linkPage(routes.open, async ({ params: { token }, browser }, deps: LinkPageDeps) => {
  if (!isUnsubscribeToken(token)) return isStoredLink(token) ? forwarded(token) : unknownPage(browser);
  const found = await findSubscriber(deps, token);
  if (found.is === "unknown") return unknownPage(browser);
  const page =
    found.is === "known"
      ? subscriptionsPage(found.subscriber, deps.filesOrigin)
      : formerPage(viewOf(found.former), deps.filesOrigin);
  return htmlPage(page.html, 200, page.headers);
});
