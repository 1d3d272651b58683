import type { Target } from "./client-fields.ts";
import type { Channel } from "./imported-client.ts";

/** What a title says of consent that is nobody's answer: why, where, from which campaign, how often. */
const ABOUT_IT =
  /\b(?:reason|raison|motif|campaign|campagne|source|ip|link|lien|url|id|count|nombre|wording|methode?|method|form|formulaire|by|fax|call|phone call|appel\w*|telephone)\b/;
const REFUSAL =
  /\b(?:un ?sub(?:s|scri\w*)?|opt(?:ed)? ?outs?|optouts?|desabonn\w*|desinscri\w*|se desabonner|black ?list\w*|block ?list\w*|liste noire|do not (?:e ?mail|contact|text|sms|send|market)\w*|ne (?:pas|plus) (?:envoyer|contacter|solliciter|ecrire|recevoir)\b.*|(?:no|pas d) (?:e ?mails?|marketing|sms|infolettre|newsletter|courriels?|publicite)|refus\w*|suppress(?:ed|ions?)|stop (?:pub|sms|mail|e ?mail|courriel)s?|retire de la liste|uitgeschreven)\b/;
const CONSENT =
  /\b(?:consent\w*|opt(?:ed)? ?ins?|optins?|accept\w*|subscri\w*|abonn\w*|inscri\w*|permission|autoris\w*|agree\w*|status|statut|souhaite|veut|recevoir)\b/;
const ABOUT_MAIL =
  /\b(?:e ?mails?|mails?|courriels?|infolettres?|newsletters?|marketing|mailing|lcap|casl|promo\w*|publicit\w*)\b/;
const ABOUT_SMS = /\b(?:sms|textos?|text messages?)\b/;
/** Titles that say it in a word. */
const BARE = new Set([
  ...["consentement", "consent"],
  ...["infolettre", "newsletter", "nieuwsbrief", "infolettre courriel", "infolettre sms", "lcap", "casl"],
  ...["abonne", "abonnee", "inscrit", "subscribed", "is subscribed", "subscriber status", "subscription status"],
  ...["statut d abonnement", "statut abonnement", "accepts marketing", "accept marketing", "email marketing"],
  ...["marketing email", "courriel marketing", "courriels marketing", "marketing par courriel", "marketing sms"],
  ...["sms marketing", "marketing par sms", "marketing par texto", "textos marketing"],
]);
/** Mails and messages about one's own business, which nobody has to ask for. */
const GENERAL: Readonly<Record<string, Channel>> = {
  "courriels generaux": "email",
  "courriel general": "email",
  "messages par courriel": "email",
  "email general": "email",
  "general email": "email",
  "email notifications": "email",
  "messages par sms": "sms",
  "messages par texto": "sms",
  "textos generaux": "sms",
  "sms general": "sms",
  "general sms": "sms",
  "sms notifications": "sms",
};

/** Reads a folded title that asks for consent (`Accepts Email Marketing`) or says that it was refused (`Unsubscribed`). */
export const readConsentTitle = (title: string): Target | undefined => {
  const general = Object.hasOwn(GENERAL, title) ? GENERAL[title] : undefined;
  if (general) return { kind: "subscription", channel: general, purpose: "general", refusal: false };
  const channel: Channel = ABOUT_SMS.test(title) ? "sms" : "email";
  const about = { kind: "subscription", channel, purpose: "marketing" } as const;
  if (ABOUT_IT.test(title)) return undefined;
  if (REFUSAL.test(title)) return { ...about, refusal: true };
  const asks = BARE.has(title) || (CONSENT.test(title) && (ABOUT_MAIL.test(title) || ABOUT_SMS.test(title)));
  return asks ? { ...about, refusal: false } : undefined;
};
