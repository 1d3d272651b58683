import { addressStanding } from "../../shared/entities/address-fact.ts";
import type { Subscriptions } from "../../shared/entities/subscriptions.ts";
import { type Html, html } from "../../shared/pages/html.ts";
import { type Business, letterheadOf } from "../../shared/pages/letterhead.ts";
import { type RenderedPage, renderPage } from "../../shared/pages/page.ts";
import { hasRefused, type Subscriber } from "./subscriber.ts";
import { type Choice, subscriptionWords } from "./subscriptions-words.ts";

/** What the page needs to know of whom it is for. */
export type SubscriptionsView = Pick<Subscriber, "client" | "fact" | "language"> & { account: Business };

/** The page on which clients say what they want to hear. `done`: what they have just changed. */
export const subscriptionsPage = (
  subscriber: SubscriptionsView,
  filesOrigin: string,
  done?: "saved" | "unsubscribed",
): RenderedPage => {
  const { account, client, fact, language } = subscriber;
  const words = subscriptionWords[language];
  return renderPage({
    language,
    title: words.title,
    letterhead: letterheadOf(account, ""),
    pictures: [filesOrigin],
    main: html`<h1>${words.title}</h1>
${done && html`<p class="good" role="status"><strong>${words[done]}</strong></p>`}
${client.email && html`<p class="quiet">${words.intro(masked(client.email))}</p>`}
${(client.suppressed || addressStanding(fact) === "suppressed") && html`<p>${words.suppressed}</p>`}
${
  !hasRefused(subscriber) &&
  html`<form method="post"><h2>${words.unsubscribeTitle}</h2>
<p><button type="submit" name="action" value="unsubscribe">${words.unsubscribe}</button></p></form>`
}
<form method="post">
<input type="hidden" name="offered" value="${choicesFor(subscriber).join(" ")}">
<fieldset><legend>${words.legend}</legend>
${choicesFor(subscriber).map((choice) => choicePart(choice, subscriber))}
</fieldset>
<button type="submit" name="action" value="save" class="second">${words.save}</button>
</form>`,
  });
};

const choicePart = (choice: Choice, subscriber: SubscriptionsView): Html =>
  html`<label><input type="checkbox" name="${choice}"${isTicked(choice, subscriber) && html` checked`}> ${wordingOf(choice, subscriber)}</label>`;

/** Who got the address of somebody who refused gets no campaigns, whatever they agreed to before. */
const isTicked = (choice: Choice, { client, fact }: SubscriptionsView): boolean =>
  isOn(choice, client.subscriptions) && !(choice === "email_marketing" && fact?.refused);

const byEmail = ["email_general", "email_marketing"] as const;
const bySms = ["sms_general", "sms_marketing"] as const;

/** Only what can reach the client is asked. */
const choicesFor = ({ client }: Pick<Subscriber, "client">): Choice[] => [...byEmail, ...(client.mobile ? bySms : [])];

/** The choices that a form says it offered, in the order of the page. */
export const choicesIn = (offered: string): Choice[] => {
  const named = new Set(offered.split(" "));
  return [...byEmail, ...bySms].filter((choice) => named.has(choice));
};

/** The words beside a box: what is kept as proof of what was agreed to. */
export const wordingOf = (
  choice: Choice,
  { account, language }: Pick<SubscriptionsView, "account" | "language">,
): string => subscriptionWords[language].choices[choice](account.name);

export const isOn = (choice: Choice, { email, sms }: Subscriptions): boolean => {
  switch (choice) {
    case "email_general":
      return email.general;
    case "email_marketing":
      return email.marketing;
    case "sms_general":
      return sms.general;
    case "sms_marketing":
      return sms.marketing;
  }
};

/** The page of a client who is gone: the mails that were sent to them still have their link. */
export const formerPage = (
  { account, language }: Pick<SubscriptionsView, "account" | "language">,
  filesOrigin: string,
  done?: "unsubscribed",
): RenderedPage => {
  const words = subscriptionWords[language];
  return renderPage({
    language,
    title: words.title,
    letterhead: letterheadOf(account, ""),
    pictures: [filesOrigin],
    main: html`<h1>${words.title}</h1>
${
  done
    ? html`<p class="good" role="status"><strong>${words[done]}</strong></p>`
    : html`<form method="post"><h2>${words.unsubscribeTitle}</h2>
<p><button type="submit" name="action" value="unsubscribe">${words.unsubscribe}</button></p></form>`
}`,
  });
};

/** Links get forwarded: enough to recognise one's own address, too little to learn another's. */
const masked = (address: string): string => address.replace(/^(.).*(@.*)$/, "$1•••$2");
