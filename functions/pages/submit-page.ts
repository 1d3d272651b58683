import { type Answer, htmlPage } from "../../shared/app/use-case.ts";
import { recordFact } from "../../shared/entities/address-fact.ts";
import { isUnsubscribeToken } from "../../shared/entities/link.ts";
import type { Subscriptions } from "../../shared/entities/subscriptions.ts";
import { linkPage, unknownPage } from "../../shared/pages/link-page.ts";
import type { LinkPageDeps } from "../../shared/pages/link-page-deps.ts";
import { forwarded, isStoredLink } from "./forward.ts";
import { routes } from "./manifest.ts";
import { saveSubscriptions } from "./save-subscriptions.ts";
import { type FormerSubscriber, findSubscriber, type Subscriber, viewOf } from "./subscriber.ts";
import { choicesIn, formerPage, isOn, subscriptionsPage, wordingOf } from "./subscriptions-page.ts";
import type { Choice } from "./subscriptions-words.ts";

type Form = Readonly<Record<string, string>>;

/**
 * What a form on a page does. For subscriptions it takes a client's choices; or the one click of a mailbox (RFC 8058, section 3.1), whose body is
 * `List-Unsubscribe=One-Click` and which wants neither a question nor a redirection.
 */
export const submitPage = linkPage(
  routes.submit,
  async ({ params: { token }, body, browser, now }, deps: LinkPageDeps): Promise<Answer> => {
    if (!isUnsubscribeToken(token)) return isStoredLink(token) ? forwarded(token) : unknownPage(browser);
    const found = await findSubscriber(deps, token);
    if (found.is === "unknown") return unknownPage(browser);
    if (found.is === "gone") return submitGone(deps, found.former, body, now);

    const { subscriber } = found;
    const wish = readForm(body, subscriber);
    const after = wish ? await saveSubscriptions(deps, subscriber, { ...wish, now }) : {};
    const page = subscriptionsPage({ ...subscriber, ...after }, deps.filesOrigin, wish?.done);
    return htmlPage(page.html, 200, page.headers);
  },
);

/** The client was purged: of what they said, a no is kept, for the address that the e-mail went to. */
const submitGone = async (
  { table, filesOrigin }: Pick<LinkPageDeps, "table" | "filesOrigin">,
  former: FormerSubscriber,
  form: Form,
  now: Date,
): Promise<Answer> => {
  const view = viewOf(former);
  const { accountId, campaignId, address } = former.token;
  const marketing = wordingOf("email_marketing", view);
  // The page may have been opened while there still was a client, with choices to save.
  const wish = refusalIn(form, marketing) ?? (leavesOutMarketing(form) ? unticked(marketing) : undefined);
  if (wish) {
    const { how, wording } = wish;
    const refused = { at: now.toISOString(), how, wording, ...(campaignId ? { campaignId } : {}) };
    await table.of(accountId).commit([recordFact(accountId, address, { refused })]);
  }
  const page = formerPage(view, filesOrigin, wish && "unsubscribed");
  return htmlPage(page.html, 200, page.headers);
};

const refusalIn = (form: Form, marketing: string): Pick<Wish, "how" | "wording"> | undefined => {
  if (form["List-Unsubscribe"] === "One-Click") return { how: "one_click", wording: `☐ ${marketing} (RFC 8058)` };
  return form.action === "unsubscribe" ? unticked(marketing) : undefined;
};

const unticked = (marketing: string): Pick<Wish, "how" | "wording"> => ({ how: "link", wording: `☐ ${marketing}` });

/** Campaigns could be chosen, and were not. */
const leavesOutMarketing = ({ action, offered = "", email_marketing: ticked }: Form): boolean =>
  action === "save" && choicesIn(offered).includes("email_marketing") && ticked === undefined;

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
  const refusal = refusalIn(form, wordingOf("email_marketing", subscriber));
  if (refusal) return { ...refusal, done: "unsubscribed", choose: withoutMarketing, refuses: true };
  // What could be chosen when the page was made: a mobile number may have come since.
  const asked = form.action === "save" ? choicesIn(form.offered ?? "") : [];
  if (asked.length === 0) return undefined;
  const wanted = (name: Choice, before: Subscriptions) =>
    asked.includes(name) ? form[name] !== undefined : isOn(name, before);
  return {
    how: "link",
    done: "saved",
    wording: asked.map((name) => `${form[name] === undefined ? "☐" : "☑"} ${wordingOf(name, subscriber)}`).join("\n"),
    refuses: leavesOutMarketing(form),
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
