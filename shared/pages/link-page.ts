import { type Answer, type PublicCall, publicUseCase, type UseCase } from "../app/use-case.ts";
import { AppError } from "../errors.ts";
import type { Route } from "../http/contract.ts";
import { acceptedLanguages, languageTagOf } from "../messaging/language.ts";
import { closedPage } from "./closed-page.ts";
import type { LinkPageDeps } from "./link-page-deps.ts";

export type LinkPageCall<R extends Route> = PublicCall<R> & {
  /** The languages that the reader's browser prefers, as tags from the most to the least wanted. */
  browser: readonly string[];
};

/** A route that answers people with a page: whoever calls it too often is told so kindly. */
export const linkPage = <R extends Route, D extends LinkPageDeps>(
  route: R,
  handle: (call: LinkPageCall<R>, deps: D) => Promise<Answer>,
): UseCase<D> =>
  publicUseCase(route, async (call: PublicCall<R>, deps: D) => {
    const browser = acceptedLanguages(call.headers["accept-language"]);
    return handle({ ...call, browser }, deps).catch(busyPage(browser));
  });

/** The page of a link that nobody knows. */
export const unknownPage = (browser: readonly string[]): Answer =>
  closedPage("unknown", languageTagOf(undefined, ...browser));

/** What people see whose link is opened too often; any other error goes on. */
const busyPage =
  (browser: readonly string[]) =>
  (error: unknown): Answer => {
    if (!(error instanceof AppError) || error.code !== "too-many-requests") throw error;
    const page = closedPage("busy", languageTagOf(undefined, ...browser));
    return { ...page, headers: { ...page.headers, ...error.details.headers } };
  };
