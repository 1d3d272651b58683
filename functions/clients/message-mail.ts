import type { Account } from "../../shared/entities/account.ts";
import type { ClientMessage } from "../../shared/entities/client-message.ts";
import type { LanguageTag } from "../../shared/messaging/language.ts";
import { type RenderedMail, renderMail } from "../../shared/messaging/layout.ts";
import { wordings } from "../../shared/messaging/wordings.ts";
import type { Letterhead } from "../../shared/pages/letterhead.ts";
import { cut } from "../../shared/text/cut.ts";
import { ofBusiness } from "../../shared/text/french-elision.ts";

interface MessageMail {
  account: Pick<Account, "name">;
  message: Pick<ClientMessage, "subject" | "body" | "marketing">;
  letterhead: Letterhead;
  language: LanguageTag;
  /** Where the client says what they want to hear. */
  subscriptionsUrl: string;
}

const PREVIEW_LENGTH = 120;

/** The e-mail that carries what staff wrote to a client. */
export const messageMail = ({
  account,
  message,
  language,
  letterhead,
  subscriptionsUrl,
}: MessageMail): RenderedMail => {
  const words = texts[language];
  const { subject, body } = message;
  const paragraphs = body.split(/(?:\r?\n[^\S\n]*){2,}/).filter((paragraph) => paragraph.trim() !== "");
  return renderMail({
    language,
    letterhead,
    subject,
    preview: cut(body.replace(/\s+/g, " ").trim(), PREVIEW_LENGTH),
    heading: subject,
    blocks: paragraphs.map((text) => ({ kind: "text" as const, text: text.trim() })),
    footer: [
      { text: words.why(account.name) },
      { text: message.marketing ? words.unsubscribe : words.choose, url: subscriptionsUrl },
    ],
  });
};

const texts = wordings({
  fr: (fr) => ({
    why: (business: string) =>
      fr`Vous recevez ce message parce que vous faites partie de la clientèle ${ofBusiness(business)}.`,
    choose: "Choisir ce que je reçois",
    unsubscribe: "Se désabonner de ces courriels",
  }),
  en: {
    why: (business: string) => `You receive this message because you are a client of ${business}.`,
    choose: "Choose what I receive",
    unsubscribe: "Unsubscribe from these e-mails",
  },
});
