import { type Answer, htmlPage } from "../../../shared/app/use-case.ts";
import { keys } from "../../../shared/db/keys.ts";
import { accounts } from "../../../shared/entities/account.ts";
import { type Invitation, invitations, statusAt } from "../../../shared/entities/invitation.ts";
import { type PersonLink, personLinks } from "../../../shared/entities/person-link.ts";
import { hashOf } from "../../../shared/ids.ts";
import { languageTagOf } from "../../../shared/messaging/language.ts";
import { dayInWords } from "../../../shared/messaging/moment.ts";
import { html } from "../../../shared/pages/html.ts";
import { type Business, letterheadOf } from "../../../shared/pages/letterhead.ts";
import { linkPage, unknownPage } from "../../../shared/pages/link-page.ts";
import type { LinkPageDeps } from "../../../shared/pages/link-page-deps.ts";
import { overPage } from "../../../shared/pages/over-page.ts";
import { renderPage } from "../../../shared/pages/page.ts";
import { invitationLink, passwordLink } from "../links.ts";
import { routes } from "../pages-manifest.ts";
import type { PersonSettings } from "./browser/person/settings.ts";
import { personScript } from "./page-scripts.ts";
import { personWords } from "./person-words.ts";

const CALLS_A_MINUTE = 60;

/** The page of a link to somebody of a business: an invitation to answer, or a password to choose. */
export const openPage = linkPage(
  routes.openAccount,
  async ({ params: { token }, browser, now }, { table, limiter, filesOrigin }: LinkPageDeps) => {
    const hash = hashOf(token);
    const link = await table.global.get(personLinks, keys.link(hash));
    if (link?.purpose !== invitationLink.purpose && link?.purpose !== passwordLink.purpose) return unknownPage(browser);
    await limiter.takeFor(link.accountId, `link_${hash}`, CALLS_A_MINUTE, now);
    const db = table.of(link.accountId);
    if (Date.parse(link.expiresAt) <= now.getTime()) {
      const account = await db.get(accounts, keys.account(link.accountId));
      return overPage({ account }, browser, filesOrigin);
    }
    if (link.purpose === passwordLink.purpose) return passwordPage(link, token, browser);
    const [invitation, account] = await Promise.all([
      db.get(invitations, keys.of(link.accountId, link.subject)),
      db.get(accounts, keys.account(link.accountId)),
    ]);
    const isOpen = invitation?.linkHash === hash && statusAt(invitation, now) === "pending";
    if (!account || !invitation || !isOpen) return overPage({ account, client: invitation }, browser, filesOrigin);
    return invitationPage(invitation, account, token, filesOrigin);
  },
);

export const passwordPage = (
  { subject }: Pick<PersonLink, "subject">,
  token: string,
  browser: readonly string[],
): Answer => {
  const language = languageTagOf(undefined, ...browser);
  const words = personWords[language];
  const page = renderPage({
    language,
    title: words.reset,
    main: html`<h1>${words.reset}</h1>
<p class="quiet">${words.resetFor(subject)}</p>
<form id="answer">
<p><label for="password">${words.password}</label><br><input id="password" type="password" autocomplete="new-password" required aria-describedby="rules"></p>
<p class="quiet" id="rules">${words.passwordRules}</p>
<button type="submit">${words.resetButton}</button>
</form>
<p id="news" role="status"></p>`,
    script: {
      source: personScript,
      settings: {
        token,
        language,
        accept: "/v1/password-resets/confirm",
        words: { done: words.resetDone, failed: words.failed },
      } satisfies PersonSettings,
    },
  });
  return htmlPage(page.html, 200, page.headers);
};

export const invitationPage = (
  invitation: Pick<Invitation, "id" | "email" | "name" | "expiresAt" | "language">,
  account: Business & { timeZone: string; language: string },
  token: string,
  filesOrigin: string,
): Answer => {
  const language = languageTagOf(account.country, invitation.language, account.language);
  const words = personWords[language];
  const { id, email, name = "", expiresAt } = invitation;
  const page = renderPage({
    language,
    title: words.invitation(account.name),
    letterhead: letterheadOf(account, ""),
    pictures: [filesOrigin],
    main: html`<h1>${words.invitation(account.name)}</h1>
<p>${words.invited(account.name, email)}</p>
<form id="answer">
<div id="new" hidden>
<p>${words.newHere}</p>
<p><label for="name">${words.name}</label><br><input id="name" autocomplete="name" maxlength="200" value="${name}"></p>
<p><label for="password">${words.password}</label><br><input id="password" type="password" autocomplete="new-password" aria-describedby="rules"></p>
<p class="quiet" id="rules">${words.passwordRules}</p>
</div>
<button type="submit">${words.accept}</button>
<button type="button" class="second" id="decline">${words.decline}</button>
</form>
<p id="news" role="status"></p>
<p class="quiet">${words.until(dayInWords(expiresAt, language, account.timeZone))}</p>`,
    script: {
      source: personScript,
      settings: {
        token,
        language,
        accept: `/v1/invitations/${id}/accept`,
        decline: `/v1/invitations/${id}/decline`,
        words: { done: words.accepted(account.name), declined: words.declined, failed: words.failed },
      } satisfies PersonSettings,
    },
  });
  return htmlPage(page.html, 200, page.headers);
};
