import { openLink } from "../../../shared/pages/open-link.ts";
import { requestLink, shareLink } from "../links.ts";
import type { PageDeps } from "./deps.ts";
import { type FoundRequest, findRequest } from "./find-request.ts";
import { type FoundShare, findShare } from "./find-share.ts";

type Deps = Pick<PageDeps, "table" | "limiter">;

/** What the link of a request opens; a link for something else is unknown. @throws AppError `too-many-requests` */
export const openRequest = (deps: Deps, token: string, now: Date): Promise<FoundRequest> =>
  openLink(deps, token, now, { [requestLink.purpose]: (link) => findRequest(deps.table, link, now) });

/** What the link of a request or of a shared document opens. @throws AppError `too-many-requests` */
export const openAny = (deps: Deps, token: string, now: Date): Promise<FoundRequest | FoundShare> =>
  openLink<FoundRequest | FoundShare>(deps, token, now, {
    [requestLink.purpose]: (link) => findRequest(deps.table, link, now),
    [shareLink.purpose]: (link) => findShare(deps.table, link, now),
  });
