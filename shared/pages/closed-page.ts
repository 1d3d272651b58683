import { type Answer, htmlPage } from "../app/use-case.ts";
import type { LanguageTag } from "../messaging/language.ts";
import { wordings } from "../messaging/wordings.ts";
import { html } from "./html.ts";
import { type Business, letterheadOf } from "./letterhead.ts";
import { renderPage } from "./page.ts";

/** The business that a link is from. */
export interface LinkOwner {
  account: Business;
  /** Where its logo is loaded from; its name stands in the logo's place without. */
  filesOrigin?: string;
}

/**
 * The page of a link that opens nothing, or not now: kind, and without a word about what it is for.
 * @param from who can help, where that is known
 */
export const closedPage = (why: keyof typeof statuses, language: LanguageTag, from?: LinkOwner): Answer => {
  const { title, text, orCall } = texts[language][why];
  const page = renderPage({
    language,
    title,
    ...(from ? { letterhead: letterheadFor(from), pictures: from.filesOrigin ? [from.filesOrigin] : [] } : {}),
    main: html`<h1>${title}</h1><p>${from?.account.phone ? (orCall ?? text) : text}</p>`,
  });
  return htmlPage(page.html, statuses[why], page.headers);
};

const letterheadFor = ({ account, filesOrigin }: LinkOwner) => {
  const { logo, ...letterhead } = letterheadOf(account, "");
  return logo && filesOrigin ? { ...letterhead, logo } : letterhead;
};

const statuses = { unknown: 404, over: 410, busy: 429 } as const;

const texts = wordings<Record<keyof typeof statuses, { title: string; text: string; orCall?: string }>>({
  fr: () => ({
    unknown: {
      title: "Ce lien ne mène nulle part",
      text: "Il est peut-être incomplet : ouvrez-le de nouveau depuis le message que vous avez reçu, ou répondez à ce message pour en demander un autre.",
    },
    busy: {
      title: "Un instant",
      text: "Ce lien est ouvert trop souvent en ce moment. Réessayez dans une minute.",
    },
    over: {
      title: "Ce lien n’est plus valable",
      text: "Répondez au message que vous avez reçu pour en demander un autre.",
      orCall: "Pour en demander un autre, répondez au message que vous avez reçu ou appelez-nous.",
    },
  }),
  en: {
    unknown: {
      title: "This link leads nowhere",
      text: "It may be incomplete: open it again from the message you received, or reply to that message to ask for another one.",
    },
    busy: {
      title: "One moment",
      text: "This link is being opened too often right now. Try again in a minute.",
    },
    over: {
      title: "This link no longer works",
      text: "Reply to the message you received to ask for another one.",
      orCall: "To ask for another one, reply to the message you received or call us.",
    },
  },
});
