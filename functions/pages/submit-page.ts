import { type Answer, htmlPage, publicUseCase } from "../../shared/app/use-case.ts";
import type { Subscriptions } from "../../shared/entities/client.ts";
import { isUnsubscribeToken } from "../../shared/entities/link.ts";
import { acceptedLanguages, languageOf } from "../../shared/messaging/language.ts";
import { closedPage } from "../../shared/pages/closed-page.ts";
import { busyPage } from "./busy-page.ts";
import type { PageDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { saveSubscriptions } from "./save-subscriptions.ts";
import { submitShared } from "./submit-shared.ts";
import { findSubscriber, type Subscriber } from "./subscriber.ts";
import { choicesIn, isOn, subscriptionsPage, wordingOf } from "./subscriptions-page.ts";
import type { Choice } from "./subscriptions-words.ts";

type Form = Readonly<Record<string, string>>;

/**
 * What a form on a page does. For subscriptions it takes a client's choices; or the one click of a mailbox (RFC 8058, section 3.1), whose body is
 * `List-Unsubscribe=One-Click` and which wants neither a question nor a redirection.
 */
export const submitPage = publicUseCase(
  routes.submit,
  async ({ params: { token }, body, headers, now }, deps: PageDeps): Promise<Answer> => {
    const browser = languageOf(...acceptedLanguages(headers["accept-language"]));
    if (!isUnsubscribeToken(token)) return submitShared(token, body, { headers, now }, deps).catch(busyPage(browser));
    const subscriber = await findSubscriber(deps, token);
    if (!subscriber) return closedPage("unknown", browser);

    const wish = readForm(body, subscriber);
    const client = wish ? await saveSubscriptions(deps, subscriber, { ...wish, now }) : subscriber.client;
    const page = subscriptionsPage({ ...subscriber, client }, wish?.done);
    return htmlPage(page.html, 200, page.headers);
  },
);

interface Wish {
  how: "link" | "one_click";
  done: "saved" | "unsubscribed";
  /** What stood on the page, as the proof quotes it. */
  wording: string;
  choose: (before: Subscriptions) => Subscriptions;
  /** Whether it says no to campaigns. */
  refuses: boolean;
}

/** Undefined for what none of our buttons sends, nor a mailbox: a box left empty means something only on our form. */
const readForm = (form: Form, subscriber: Subscriber): Wish | undefined => {
  const marketing = wordingOf("email_marketing", subscriber);
  const none = { done: "unsubscribed", choose: withoutMarketing, refuses: true } as const;
  if (form["List-Unsubscribe"] === "One-Click")
    return { how: "one_click", wording: `☐ ${marketing} (RFC 8058)`, ...none };
  if (form.action === "unsubscribe") return { how: "link", wording: `☐ ${marketing}`, ...none };
  // What could be chosen when the page was made: a mobile number may have come since.
  const asked = form.action === "save" ? choicesIn(form.offered ?? "") : [];
  if (asked.length === 0) return undefined;
  const wanted = (name: Choice, before: Subscriptions) =>
    asked.includes(name) ? form[name] !== undefined : isOn(name, before);
  return {
    how: "link",
    done: "saved",
    wording: asked.map((name) => `${form[name] === undefined ? "☐" : "☑"} ${wordingOf(name, subscriber)}`).join("\n"),
    refuses: asked.includes("email_marketing") && form.email_marketing === undefined,
    choose: (before) => ({
      email: { general: wanted("email_general", before), marketing: wanted("email_marketing", before) },
      sms: { general: wanted("sms_general", before), marketing: wanted("sms_marketing", before) },
    }),
  };
};

const withoutMarketing = (before: Subscriptions): Subscriptions => ({
  ...before,
  email: { ...before.email, marketing: false },
});
