import type { Answer } from "../../shared/app/use-case.ts";
import { AppError } from "../../shared/errors.ts";
import type { LanguageTag } from "../../shared/messaging/language.ts";
import { closedPage } from "../../shared/pages/closed-page.ts";

/** What people see whose link is opened too often; any other error goes on. */
export const busyPage =
  (language: LanguageTag) =>
  (error: unknown): Answer => {
    if (!(error instanceof AppError) || error.code !== "too-many-requests") throw error;
    const page = closedPage("busy", language);
    return { ...page, headers: { ...page.headers, ...error.details.headers } };
  };
