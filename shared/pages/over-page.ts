import type { Answer } from "../app/use-case.ts";
import type { Account } from "../entities/account.ts";
import { languageTagOf } from "../messaging/language.ts";
import { closedPage } from "./closed-page.ts";

/** What is known of a link that opens nothing any more: whose it is, and who had it. */
export interface Over {
  is: "over";
  account?: Account | undefined;
  client?: { language?: string | undefined } | undefined;
}

/** The page of a link that is over: the business's own, so that its reader knows whom to ask. */
export const overPage = (
  { account, client }: Omit<Over, "is">,
  browser: readonly string[],
  filesOrigin: string,
): Answer =>
  account
    ? closedPage("over", languageTagOf(account.country, client?.language, account.language), { account, filesOrigin })
    : closedPage("over", languageTagOf(undefined, client?.language, ...browser));
