import { type Answer, htmlPage, publicUseCase } from "../../shared/app/use-case.ts";
import type { Subscriptions } from "../../shared/entities/client.ts";
import { isUnsubscribeToken } from "../../shared/entities/link.ts";
import { acceptedLanguages, languageOf } from "../../shared/messaging/language.ts";
import { closedPage } from "../../shared/pages/closed-page.ts";
import type { PageDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { saveSubscriptions } from "./save-subscriptions.ts";
import { submitShared } from "./submit-shared.ts";
import { findSubscriber, type Subscriber } from "./subscriber.ts";
import { choicesFor, isOn, subscriptionsPage, wordingOf } from "./subscriptions-page.ts";

type Form = Readonly<Record<string, string>>;

/**
 * What a form on a page does. For subscriptions it takes a client's choices; or the one click of a mailbox (RFC 8058, section 3.1), whose body is
 * `List-Unsubscribe=One-Click` and which wants neither a question nor a redirection.
 */
export const submitPage = publicUseCase(
  routes.submit,
  async ({ params: { token }, body, headers, now }, deps: PageDeps): Promise<Answer> => {
    if (!isUnsubscribeToken(token)) return submitShared(token, body, { headers, now }, deps);
    const browser = languageOf(...acceptedLanguages(headers["accept-language"]));
    const subscriber = await findSubscriber(deps, token);
    if (!subscriber) return closedPage("unknown", browser);

    const { how, done, wording, choose } = readForm(body, subscriber);
    const client = await saveSubscriptions(deps, subscriber, { choose, how, wording, now });
    const page = subscriptionsPage({ ...subscriber, client }, done);
    return htmlPage(page.html, 200, page.headers);
  },
);

interface Wish {
  how: "link" | "one_click";
  done: "saved" | "unsubscribed";
  /** What stood on the page, as the proof quotes it. */
  wording: string;
  choose: (before: Subscriptions) => Subscriptions;
}

const readForm = (form: Form, subscriber: Subscriber): Wish => {
  const marketing = wordingOf("email_marketing", subscriber);
  if (form["List-Unsubscribe"] === "One-Click")
    return { how: "one_click", done: "unsubscribed", wording: `☐ ${marketing} (RFC 8058)`, choose: withoutMarketing };
  if (form.action === "unsubscribe")
    return { how: "link", done: "unsubscribed", wording: `☐ ${marketing}`, choose: withoutMarketing };
  const asked = choicesFor(subscriber);
  const wanted = (name: (typeof asked)[number], before: Subscriptions) =>
    asked.includes(name) ? form[name] !== undefined : isOn(name, before);
  return {
    how: "link",
    done: "saved",
    wording: asked.map((name) => `${form[name] === undefined ? "☐" : "☑"} ${wordingOf(name, subscriber)}`).join("\n"),
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
