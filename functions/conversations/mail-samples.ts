import { languageIn } from "../../shared/messaging/language.ts";
import type { MailSamples } from "../../shared/messaging/mail-samples.ts";
import { messageMail } from "./message-mail.ts";

const author = { id: "mem_01HZX3QK8S5T7VWXYZ0123456A", name: "Marc Gagnon" };
const messages = {
  fr: {
    subject: "Votre voiture",
    body: "Bonjour Noémie,\n\nVous pouvez venir la chercher.",
    author,
  },
  en: { subject: "Your car", body: "Hello Noémie,\n\nYou can pick it up.", author },
};

export const mailSamples: MailSamples = {
  conversation_message: {
    message: (given) => messageMail({ ...given, message: messages[languageIn(given.language)] }),
  },
};
