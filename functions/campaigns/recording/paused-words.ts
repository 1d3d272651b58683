import type { PauseReason } from "../../../shared/entities/campaign.ts";
import { wordings } from "../../../shared/messaging/wordings.ts";

/** The numbers that the e-mail tells. */
export type Ours = Record<"sent" | "bounced" | "complained" | "waiting", number>;

type Why = Exclude<PauseReason, "asked">;

interface PausedWords {
  subject: (campaign: string) => string;
  short: Record<Why, string>;
  why: Record<Why, (rate: string) => string>;
  sent: (count: string) => string;
  bounced: (count: string, rate: string) => string;
  complained: (count: string, rate: string) => string;
  waiting: (count: string) => string;
  todo: string;
  steps: Record<Why, readonly string[]>;
  resume: string;
  reader: (business: string) => string;
}

export const pausedWords = wordings<PausedWords>({
  fr: (fr) => ({
    subject: (campaign) => fr`Campagne en pause : ${campaign}`,
    short: {
      bounces: "Trop d’adresses n’existent plus.",
      complaints: "Trop de destinataires ont signalé le courriel comme indésirable.",
      provider: "Le service d’envoi refuse les courriels en ce moment.",
    },
    why: {
      bounces: (rate) =>
        fr`Nous avons arrêté l’envoi : ${rate} des courriels n’ont pas pu être remis. À partir de 5 %, le service d’envoi met l’expéditeur sous surveillance ; nous arrêtons donc à 4 %.`,
      complaints: (rate) =>
        fr`Nous avons arrêté l’envoi : ${rate} des destinataires ont signalé le courriel comme indésirable. À partir de 0,1 %, le service d’envoi met l’expéditeur sous surveillance ; nous arrêtons donc à 0,08 %.`,
      provider: () =>
        "Nous avons arrêté l’envoi : le service d’envoi ne prend aucun de ces courriels en ce moment. Continuer aurait fait échouer l’envoi pour tout le monde.",
    },
    sent: (count) => fr`Envoyés : ${count}`,
    bounced: (count, rate) => fr`Non remis : ${count} (${rate})`,
    complained: (count, rate) => fr`Signalés comme indésirables : ${count} (${rate})`,
    waiting: (count) => fr`En attente : ${count}`,
    todo: "Que faire maintenant :",
    steps: {
      bounces: [
        "Regardez la liste des clients dont le courriel n’a pas pu être remis : viennent-ils tous d’une même liste, ancienne ou achetée ?",
        "Retirez cette liste des destinataires, ou corrigez les adresses.",
        "Les adresses refusées pour de bon ne recevront plus rien, même si vous reprenez l’envoi.",
      ],
      complaints: [
        "Regardez la liste des clients qui se sont plaints : ont-ils accepté de recevoir vos offres ?",
        "N’écrivez qu’à ceux qui l’ont accepté, et dites dès le début du courriel qui vous êtes.",
        "Ceux qui se sont plaints ne recevront plus rien, même si vous reprenez l’envoi.",
      ],
      provider: [
        "Vérifiez l’adresse d’expédition de votre compte, et le contenu du courriel avec un envoi d’essai.",
        "Si l’essai n’arrive pas non plus, écrivez à la personne qui administre ce service.",
      ],
    },
    resume: "Quand vous reprenez l’envoi, il continue où il s’est arrêté : personne ne reçoit le courriel deux fois.",
    reader: (business) => fr`Vous recevez ce message parce que le compte ${business} vous appartient.`,
  }),
  en: {
    subject: (campaign) => `Campaign paused: ${campaign}`,
    short: {
      bounces: "Too many addresses no longer exist.",
      complaints: "Too many recipients reported the e-mail as unwanted.",
      provider: "The mail service refuses e-mails at the moment.",
    },
    why: {
      bounces: (rate) =>
        `We have stopped the sending: ${rate} of the e-mails could not be delivered. At 5% the mail service puts a sender under review, so we stop at 4%.`,
      complaints: (rate) =>
        `We have stopped the sending: ${rate} of the recipients reported the e-mail as unwanted. At 0.1% the mail service puts a sender under review, so we stop at 0.08%.`,
      provider: () =>
        "We have stopped the sending: the mail service takes none of these e-mails at the moment. Going on would have failed for everybody.",
    },
    sent: (count) => `Sent: ${count}`,
    bounced: (count, rate) => `Not delivered: ${count} (${rate})`,
    complained: (count, rate) => `Reported as unwanted: ${count} (${rate})`,
    waiting: (count) => `Waiting: ${count}`,
    todo: "What to do now:",
    steps: {
      bounces: [
        "Look at the list of clients whose e-mail could not be delivered: do they all come from one list, an old or a bought one?",
        "Leave that list out of the recipients, or correct the addresses.",
        "Addresses that were refused for good get nothing more, even if you resume.",
      ],
      complaints: [
        "Look at the list of clients who complained: have they agreed to receive your offers?",
        "Write only to those who have, and say at the top of the e-mail who you are.",
        "Those who complained get nothing more, even if you resume.",
      ],
      provider: [
        "Check your account's sender address, and the content of the e-mail with a test.",
        "If the test does not arrive either, write to whoever runs this service.",
      ],
    },
    resume: "When you resume, the sending goes on where it stopped: nobody gets the e-mail twice.",
    reader: (business) => `You receive this message because you own the account ${business}.`,
  },
});
