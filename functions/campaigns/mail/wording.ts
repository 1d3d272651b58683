import type { CallToAction } from "../../../shared/entities/campaign.ts";
import { wordings } from "../../../shared/messaging/wordings.ts";

/** What a campaign's e-mail says by itself. */
interface Wording {
  buttons: Record<CallToAction["kind"], string>;
  from: (business: string) => string;
  unsubscribe: string;
}

export const wording = wordings<Wording>({
  fr: (fr) => ({
    buttons: { book: "Prendre rendez-vous", pay: "Payer", portal: "Ouvrir mon espace client", link: "En savoir plus" },
    from: (business) => fr`Ce courriel vous est adressé par ${business}.`,
    unsubscribe: "Se désabonner de ces courriels",
  }),
  en: {
    buttons: { book: "Book an appointment", pay: "Pay", portal: "Open my client area", link: "Learn more" },
    from: (business) => `This e-mail was sent to you by ${business}.`,
    unsubscribe: "Unsubscribe from these e-mails",
  },
});
