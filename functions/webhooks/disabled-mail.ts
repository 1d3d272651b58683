import type { Account } from "../../shared/entities/account.ts";
import type { Webhook } from "../../shared/entities/webhook.ts";
import type { LanguageTag } from "../../shared/messaging/language.ts";
import { type RenderedMail, renderMail } from "../../shared/messaging/layout.ts";
import { wordings } from "../../shared/messaging/wordings.ts";
import type { Letterhead } from "../../shared/pages/letterhead.ts";

type Why = "gone" | "failing";

interface DisabledMail {
  account: Pick<Account, "name">;
  letterhead: Letterhead;
  webhook: Pick<Webhook, "id" | "url" | "description">;
  why: Why;
  language: LanguageTag;
}

/** The e-mail to the owners when a webhook was disabled by itself: why, what is lost, and what to do now. */
export const disabledMail = ({ account, letterhead, webhook, why, language }: DisabledMail): RenderedMail => {
  const words = texts[language];
  const subject = words.subject(webhook.description ?? new URL(webhook.url).host);
  return renderMail({
    language,
    letterhead,
    subject,
    preview: words.why[why],
    heading: subject,
    blocks: [
      { kind: "text", text: words.why[why] },
      { kind: "list", items: [words.address(webhook.url), words.id(webhook.id)] },
      { kind: "text", text: words.todo },
      { kind: "list", items: words.steps },
      { kind: "note", text: words.kept },
    ],
    footer: [{ text: words.reader(account.name) }],
  });
};

interface Words {
  subject: (name: string) => string;
  why: Record<Why, string>;
  address: (url: string) => string;
  id: (id: string) => string;
  todo: string;
  steps: readonly string[];
  kept: string;
  reader: (business: string) => string;
}

const texts = wordings<Words>({
  fr: (fr) => ({
    subject: (name) => fr`Webhook désactivé : ${name}`,
    why: {
      gone: "Le système partenaire a répondu qu’il ne veut plus rien recevoir à cette adresse (410). Nous n’y envoyons plus rien.",
      failing:
        "Depuis cinq jours, le système partenaire n’a accepté aucun envoi à cette adresse. Nous n’y envoyons plus rien.",
    },
    address: (url) => fr`Adresse : ${url}`,
    id: (id) => fr`Webhook : ${id}`,
    todo: "Que faire maintenant :",
    steps: [
      "Transmettez ce message à la personne qui s’occupe de ce système : la liste des envois dit ce qu’il a répondu.",
      "Une fois le système réparé, réactivez le webhook : ce qui attendait part aussitôt.",
      "Demandez ensuite un nouvel envoi de ce qui est arrivé entre-temps.",
      "Si plus personne ne l’utilise, supprimez-le.",
    ],
    kept: "Rien n’est perdu pour l’instant : les envois sont conservés 30 jours.",
    reader: (business) => fr`Vous recevez ce message parce que le compte ${business} vous appartient.`,
  }),
  en: {
    subject: (name) => `Webhook disabled: ${name}`,
    why: {
      gone: "The partner system answered that it wants nothing more at this address (410). We no longer send anything there.",
      failing: "For five days the partner system has taken nothing at this address. We no longer send anything there.",
    },
    address: (url) => `Address: ${url}`,
    id: (id) => `Webhook: ${id}`,
    todo: "What to do now:",
    steps: [
      "Pass this message on to whoever looks after that system: the list of deliveries says what it answered.",
      "When the system is repaired, enable the webhook again: what was waiting goes out at once.",
      "Then ask for what happened in the meantime to be sent again.",
      "If nobody uses it any more, remove it.",
    ],
    kept: "Nothing is lost for now: deliveries are kept for 30 days.",
    reader: (business) => `You get this message because the account ${business} is yours.`,
  },
});
