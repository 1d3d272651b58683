import type { Account } from "../../shared/entities/account.ts";
import type { LanguageTag } from "../../shared/messaging/language.ts";
import { type RenderedMail, renderMail } from "../../shared/messaging/layout.ts";
import { wordings } from "../../shared/messaging/wordings.ts";
import type { Letterhead } from "../../shared/pages/letterhead.ts";
import { cut } from "../../shared/text/cut.ts";
import { ofBusiness } from "../../shared/text/french-elision.ts";
import type { Message } from "./message.ts";

interface MessageMail {
  account: Pick<Account, "name">;
  message: Pick<Message, "subject" | "body" | "author">;
  letterhead: Letterhead;
  language: LanguageTag;
}

const PREVIEW_LENGTH = 120;

/** The e-mail that carries a message of a conversation to the client. */
export const messageMail = ({ account, message, letterhead, language }: MessageMail): RenderedMail => {
  const { subject, body } = message;
  const paragraphs = body.split(/(?:\r?\n[^\S\n]*){2,}/).filter((paragraph) => paragraph.trim() !== "");
  return renderMail({
    language,
    letterhead,
    subject,
    preview: cut(body.replace(/\s+/g, " ").trim(), PREVIEW_LENGTH),
    heading: subject,
    blocks: paragraphs.map((text) => ({ kind: "text" as const, text: text.trim() })),
    footer: [{ text: texts[language].why(account.name) }],
  });
};

const texts = wordings({
  fr: (fr) => ({
    why: (business: string) =>
      fr`Vous recevez ce message parce que vous faites partie de la clientèle ${ofBusiness(business)}.`,
  }),
  en: { why: (business: string) => `You receive this message because you are a client of ${business}.` },
});
