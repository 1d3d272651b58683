import { publicUseCase } from "../../../shared/app/use-case.ts";
import { keys } from "../../../shared/db/keys.ts";
import { accounts } from "../../../shared/entities/account.ts";
import { findTemplate } from "../../../shared/entities/campaign-template.ts";
import { clients } from "../../../shared/entities/client.ts";
import { openCampaignLink, visitCookie } from "../../../shared/entities/engagement.ts";
import { acceptedLanguages, languageOf, languageTagOf } from "../../../shared/messaging/language.ts";
import { closedPage } from "../../../shared/pages/closed-page.ts";
import type { CampaignDeps } from "../deps.ts";
import { viewLinks } from "../mail/mail-links.ts";
import { valuesFor } from "../mail/personal-mail.ts";
import { filledIn } from "../mail/placeholders.ts";
import { routes } from "../manifest.ts";

/**
 * Leads the reader of a campaign to its call to action, as it was when the campaign was sent. It changes nothing and
 * counts nothing, since mailboxes follow links too; the cookie lets what the reader then does be told as the campaign's.
 */
export const followLink = publicUseCase(
  routes.follow,
  async ({ params, headers, now }, { table, signingKey, publicUrl }: CampaignDeps) => {
    const key = await signingKey();
    const place = openCampaignLink(params.token, key);
    const browser = acceptedLanguages(headers["accept-language"]);
    if (!place) return closedPage("unknown", languageTagOf(undefined, ...browser));
    const { accountId, campaignId, clientId } = place;
    const db = table.of(accountId);
    const [template, client] = await Promise.all([
      findTemplate(db, campaignId),
      db.get(clients, keys.of(accountId, clientId)),
    ]);
    const language = languageOf(client?.language, template?.language, ...browser);
    const mail = template?.mails[language];
    const over = async () => {
      const account = await db.get(accounts, keys.account(accountId));
      return closedPage("over", languageTagOf(account?.country, language), account && { account });
    };
    if (!mail?.target) return over();
    const reader = client ?? { name: "", fields: {} };
    const location = serialised(filledIn(mail.target, valuesFor(mail, reader, language, viewLinks(publicUrl))));
    if (!location) return over();
    return {
      status: 302,
      writes: [],
      headers: {
        location,
        "set-cookie": visitCookie(place, key, now),
        // The address is the reader's own: neither caches nor the next page may learn it.
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex",
      },
    };
  },
);

/**
 * An address as a header can carry it: people write `é` and blanks, and attributes their values. Braces are the one thing
 * that the URL standard leaves as it is in a query and RFC 3986 knows nowhere. Undefined when the values made it none.
 */
const serialised = (address: string): string | undefined =>
  URL.parse(address)?.href.replace(/[{}]/g, encodeURIComponent);
