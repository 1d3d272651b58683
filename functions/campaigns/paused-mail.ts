import type { Account } from "../../shared/entities/account.ts";
import type { Campaign, PauseReason } from "../../shared/entities/campaign.ts";
import type { Language } from "../../shared/messaging/language.ts";
import { type RenderedMail, renderMail } from "../../shared/messaging/layout.ts";
import { type Ours, pausedWords } from "./paused-words.ts";

export interface PausedMail {
  account: Pick<Account, "name">;
  campaign: Pick<Campaign, "name">;
  why: Exclude<PauseReason, "asked">;
  /** Since the campaign was started or resumed last: what it was judged by. */
  counts: Ours;
  language: Language;
}

/** The e-mail to the owners when a campaign has stopped by itself: the numbers, why, and what to do now. */
export const pausedMail = ({ account, campaign, why, counts, language }: PausedMail): RenderedMail => {
  const words = pausedWords[language];
  const format = new Intl.NumberFormat(language);
  const share = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 2 });
  const rate = (count: number) => (counts.sent > 0 ? share.format(count / counts.sent) : share.format(0));
  return renderMail({
    language,
    sender: account.name,
    subject: words.subject(campaign.name),
    preview: words.short[why],
    heading: words.subject(campaign.name),
    blocks: [
      { kind: "text", text: words.why[why](rate(why === "complaints" ? counts.complained : counts.bounced)) },
      {
        kind: "list",
        items: [
          words.sent(format.format(counts.sent)),
          words.bounced(format.format(counts.bounced), rate(counts.bounced)),
          words.complained(format.format(counts.complained), rate(counts.complained)),
          words.waiting(format.format(counts.waiting)),
        ],
      },
      { kind: "text", text: words.todo },
      { kind: "list", items: words.steps[why] },
      { kind: "note", text: words.resume },
    ],
    footer: [{ text: words.reader(account.name) }],
  });
};
