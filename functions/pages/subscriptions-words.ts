import { wordings } from "../../shared/messaging/wordings.ts";
import { ofBusiness } from "../../shared/text/french-elision.ts";

/** The choices of the page, by the names of their fields. */
export type Choice = "email_general" | "email_marketing" | "sms_general" | "sms_marketing";

export interface SubscriptionWords {
  title: string;
  intro: (address: string) => string;
  unsubscribeTitle: string;
  unsubscribe: string;
  choices: Readonly<Record<Choice, (business: string) => string>>;
  legend: string;
  save: string;
  saved: string;
  unsubscribed: string;
  suppressed: string;
}

export const subscriptionWords = wordings<SubscriptionWords>({
  fr: (fr) => ({
    title: "Vos préférences de communication",
    intro: (address) => fr`Pour : ${address}`,
    unsubscribeTitle: "Ne plus recevoir de promotions par courriel ?",
    unsubscribe: "Me désabonner",
    legend: "Ce que je souhaite recevoir",
    choices: {
      email_general: (business) => fr`Courriels ${ofBusiness(business)} au sujet de mes propres dossiers`,
      email_marketing: (business) => fr`Nouvelles et offres ${ofBusiness(business)} par courriel`,
      sms_general: (business) => fr`Textos ${ofBusiness(business)} au sujet de mes propres dossiers`,
      sms_marketing: (business) => fr`Nouvelles et offres ${ofBusiness(business)} par texto`,
    },
    save: "Enregistrer mes choix",
    saved: "Vos choix sont enregistrés.",
    unsubscribed: "C’est fait : vous ne recevrez plus de promotions par courriel.",
    suppressed:
      "Cette adresse ne reçoit plus de courriels : le dernier n’a pas pu être remis, ou a été signalé comme indésirable.",
  }),
  en: {
    title: "Your communication preferences",
    intro: (address) => `For: ${address}`,
    unsubscribeTitle: "No more promotional e-mail?",
    unsubscribe: "Unsubscribe",
    legend: "What I want to receive",
    choices: {
      email_general: (business) => `E-mail from ${business} about my own business with them`,
      email_marketing: (business) => `News and offers from ${business} by e-mail`,
      sms_general: (business) => `Text messages from ${business} about my own business with them`,
      sms_marketing: (business) => `News and offers from ${business} by text message`,
    },
    save: "Save my choices",
    saved: "Your choices are saved.",
    unsubscribed: "Done: you will receive no more promotional e-mail.",
    suppressed:
      "This address receives no e-mail any more: the last one could not be delivered, or was reported as unwanted.",
  },
});
