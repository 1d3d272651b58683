import type { Account } from "../../../shared/entities/account.ts";
import type { Campaign, PauseReason } from "../../../shared/entities/campaign.ts";
import type { LanguageTag } from "../../../shared/messaging/language.ts";
import { type RenderedMail, renderMail } from "../../../shared/messaging/layout.ts";
import type { Letterhead } from "../../../shared/pages/letterhead.ts";
import { inFigures } from "../../../shared/text/numbers.ts";
import { type Ours, pausedWords } from "./paused-words.ts";

export interface PausedMail {
  account: Pick<Account, "name">;
  campaign: Pick<Campaign, "name">;
  why: Exclude<PauseReason, "asked">;
  /** Since the campaign was started or resumed last: what it was judged by. */
  counts: Ours;
  letterhead: Letterhead;
  language: LanguageTag;
}

/** The e-mail to the owners when a campaign has stopped by itself: the numbers, why, and what to do now. */
export const pausedMail = ({ account, campaign, why, counts, language, letterhead }: PausedMail): RenderedMail => {
  const words = pausedWords[language];
  const figure = (count: number) => inFigures(count, language);
  const percent = { style: "percent", maximumFractionDigits: 2 } as const;
  const rate = (count: number) => inFigures(counts.sent > 0 ? count / counts.sent : 0, language, percent);
  return renderMail({
    language,
    letterhead,
    subject: words.subject(campaign.name),
    preview: words.short[why],
    heading: words.subject(campaign.name),
    blocks: [
      { kind: "text", text: words.why[why](rate(why === "complaints" ? counts.complained : counts.bounced)) },
      {
        kind: "list",
        items: [
          words.sent(figure(counts.sent)),
          words.bounced(figure(counts.bounced), rate(counts.bounced)),
          words.complained(figure(counts.complained), rate(counts.complained)),
          words.waiting(figure(counts.waiting)),
        ],
      },
      { kind: "text", text: words.todo },
      { kind: "list", items: words.steps[why] },
      { kind: "note", text: words.resume },
    ],
    footer: [{ text: words.reader(account.name) }],
  });
};
