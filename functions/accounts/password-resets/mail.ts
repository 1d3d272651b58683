import type { LanguageTag } from "../../../shared/messaging/language.ts";
import { type RenderedMail, renderMail } from "../../../shared/messaging/layout.ts";
import { wordings } from "../../../shared/messaging/wordings.ts";
import type { Letterhead } from "../../../shared/pages/letterhead.ts";

interface PasswordResetMail {
  letterhead: Letterhead;
  email: string;
  language: LanguageTag;
  url: string;
}

/** The e-mail with the link to choose a new password. */
export const passwordResetMail = ({ letterhead, email, language, url }: PasswordResetMail): RenderedMail => {
  const words = texts[language];
  return renderMail({
    language,
    letterhead,
    subject: words.subject,
    preview: words.preview,
    heading: words.subject,
    blocks: [
      { kind: "text", text: words.what(email) },
      { kind: "button", label: words.button, url },
      { kind: "note", text: words.rules },
    ],
    footer: [{ text: words.why }],
  });
};

const texts = wordings({
  fr: (fr) => ({
    subject: "Choisir un nouveau mot de passe",
    preview: "Le lien est valable une heure.",
    what: (email: string) => fr`Un nouveau mot de passe a été demandé pour ${email}.`,
    button: "Choisir un mot de passe",
    rules: "Le lien est valable une heure et ne sert qu’une fois. Vos sessions ouvertes ailleurs seront fermées.",
    why: "Si la demande ne vient pas de vous, ignorez ce message : rien ne change.",
  }),
  en: {
    subject: "Choose a new password",
    preview: "The link works for an hour.",
    what: (email: string) => `A new password was asked for, for ${email}.`,
    button: "Choose a password",
    rules: "The link works once, within an hour. Your sessions elsewhere will be ended.",
    why: "If you did not ask for it, ignore this message: nothing changes.",
  },
});
