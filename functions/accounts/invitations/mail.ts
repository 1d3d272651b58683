import type { Account } from "../../../shared/entities/account.ts";
import type { Invitation } from "../../../shared/entities/invitation.ts";
import type { Role } from "../../../shared/http/scopes.ts";
import { type Language, type LanguageTag, languageIn } from "../../../shared/messaging/language.ts";
import { type RenderedMail, renderMail } from "../../../shared/messaging/layout.ts";
import { dayInWords } from "../../../shared/messaging/moment.ts";
import { wordings } from "../../../shared/messaging/wordings.ts";
import type { Letterhead } from "../../../shared/pages/letterhead.ts";

interface InvitationMail {
  account: Pick<Account, "name" | "timeZone">;
  invitation: Pick<Invitation, "email" | "name" | "role" | "expiresAt">;
  letterhead: Letterhead;
  language: LanguageTag;
  url: string;
}

/** The e-mail by which a business invites somebody to work in its account. */
export const invitationMail = ({ account, invitation, language, letterhead, url }: InvitationMail): RenderedMail => {
  const words = texts[language];
  const { email, name, role, expiresAt } = invitation;
  return renderMail({
    language,
    letterhead,
    subject: words.subject(account.name),
    preview: words.preview,
    heading: words.heading(account.name),
    blocks: [
      { kind: "text", text: words.greeting(name) },
      { kind: "text", text: words.what(account.name, roleInWords(role, language), email) },
      { kind: "button", label: words.button, url },
      { kind: "note", text: words.until(dayInWords(expiresAt, language, account.timeZone)) },
    ],
    footer: [{ text: words.why(account.name) }],
  });
};

/** What the product calls a role, in a sentence. */
const roleInWords = (role: Role, language: LanguageTag): string => roleWords[languageIn(language)][role];

const roleWords: Readonly<Record<Language, Readonly<Record<Role, string>>>> = {
  fr: {
    owner: "propriétaire",
    admin: "administration",
    staff: "personnel",
    field: "personnel de terrain",
    read_only: "lecture seule",
  },
  en: { owner: "owner", admin: "administrator", staff: "staff", field: "field staff", read_only: "read only" },
};

const texts = wordings({
  fr: (fr) => ({
    subject: (business: string) => fr`${business} vous invite dans Clientèle`,
    preview: "Acceptez par ce lien, ou déclinez : rien ne change avant.",
    heading: (business: string) => fr`Travailler dans le compte : ${business}`,
    greeting: (name: string | undefined) => (name ? fr`Bonjour ${name},` : "Bonjour,"),
    what: (business: string, role: string, email: string) =>
      fr`${business} vous invite à travailler dans son compte (rôle : ${role}), avec l’adresse ${email}.`,
    button: "Répondre à l’invitation",
    until: (day: string) => fr`Le lien est personnel et reste valable jusqu’au ${day}. Sans réponse, rien ne change.`,
    why: (business: string) => fr`Ce message vous est envoyé parce que ${business} a saisi votre adresse.`,
  }),
  en: {
    subject: (business: string) => `${business} invites you to Clientèle`,
    preview: "Accept by this link, or decline: nothing changes before.",
    heading: (business: string) => `Work in the account: ${business}`,
    greeting: (name: string | undefined) => (name ? `Hello ${name},` : "Hello,"),
    what: (business: string, role: string, email: string) =>
      `${business} invites you to work in its account (role: ${role}), with the address ${email}.`,
    button: "Answer the invitation",
    until: (day: string) => `The link is yours alone and works until ${day}. Without an answer, nothing changes.`,
    why: (business: string) => `You receive this message because ${business} entered your address.`,
  },
});
