import type { Account } from "../../../shared/entities/account.ts";
import type { LanguageTag } from "../../../shared/messaging/language.ts";
import { type RenderedMail, renderMail } from "../../../shared/messaging/layout.ts";
import { wordings } from "../../../shared/messaging/wordings.ts";
import type { Letterhead } from "../../../shared/pages/letterhead.ts";

interface CodeMail {
  account: Pick<Account, "name">;
  code: string;
  /** What the address is for: to sign in with, or to write to clients from. */
  purpose: "sign_in" | "sender";
  letterhead: Letterhead;
  language: LanguageTag;
}

/** The e-mail with a code that proves that its reader has the mailbox. */
export const codeMail = ({ account, code, purpose, language, letterhead }: CodeMail): RenderedMail => {
  const words = texts[language];
  return renderMail({
    language,
    letterhead,
    subject: words.subject(code),
    preview: words.preview,
    heading: words.heading,
    blocks: [
      { kind: "text", text: words[purpose](account.name) },
      { kind: "quote", text: code },
      { kind: "note", text: words.rules },
    ],
    footer: [{ text: words.why }],
  });
};

const texts = wordings({
  fr: (fr) => ({
    subject: (code: string) => fr`${code} : votre code`,
    preview: "Le code est valable une heure.",
    heading: "Confirmer votre adresse",
    sign_in: (business: string) =>
      fr`Un compte a été ouvert avec votre adresse : ${business}. Voici le code qui la confirme :`,
    sender: (business: string) =>
      fr`${business} souhaite écrire à ses clients depuis votre adresse. Voici le code qui le permet :`,
    rules: "Le code est valable une heure. Ne le donnez à personne.",
    why: "Si la demande ne vient pas de vous, ignorez ce message : rien ne change.",
  }),
  en: {
    subject: (code: string) => `${code}: your code`,
    preview: "The code works for an hour.",
    heading: "Confirm your address",
    sign_in: (business: string) => `An account was opened with your address: ${business}. This code confirms it:`,
    sender: (business: string) => `${business} wants to write to its clients from your address. This code allows it:`,
    rules: "The code works for an hour. Give it to nobody.",
    why: "If you did not ask for it, ignore this message: nothing changes.",
  },
});
