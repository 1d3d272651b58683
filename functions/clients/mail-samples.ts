import { languageIn } from "../../shared/messaging/language.ts";
import type { MailSamples } from "../../shared/messaging/mail-samples.ts";
import { messageMail } from "./message-mail.ts";

const messages = {
  fr: { subject: "Votre voiture est prête", body: "Bonjour Noémie,\n\nVous pouvez venir la chercher dès 15 h." },
  en: { subject: "Your car is ready", body: "Hello Noémie,\n\nYou can pick it up from 3 p.m." },
};

export const mailSamples: MailSamples = {
  client_message: {
    message: (given) =>
      messageMail({ ...given, message: messages[languageIn(given.language)], subscriptionsUrl: given.url }),
  },
};
