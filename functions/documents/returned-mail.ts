import type { Client } from "../../shared/entities/client.ts";
import type { BounceKind } from "../../shared/entities/mail-state.ts";
import type { LanguageTag } from "../../shared/messaging/language.ts";
import { type RenderedMail, renderMail } from "../../shared/messaging/layout.ts";
import { wordings } from "../../shared/messaging/wordings.ts";
import type { Letterhead } from "../../shared/pages/letterhead.ts";

/** What became of the e-mail: it bounced in one way or the other, or its reader complained. */
export type Returned = BounceKind | "complaint";

interface ReturnedMail {
  client: Pick<Client, "name">;
  /** The title of the request, or the name of the document. */
  about: string;
  returned: Returned;
  /** The receiving server's words. */
  reason: string | undefined;
  letterhead: Letterhead;
  language: LanguageTag;
}

/** The e-mail to the staff when the link of a request or of a shared document did not reach its client. */
export const returnedMail = ({ letterhead, client, about, returned, reason, language }: ReturnedMail): RenderedMail => {
  const words = texts[language];
  const { subject, what, next } = words[returned];
  return renderMail({
    language,
    letterhead,
    subject: subject(client.name, about),
    preview: what,
    heading: subject(client.name, about),
    blocks: [
      { kind: "text", text: what },
      ...(reason && returned !== "complaint" ? [{ kind: "quote" as const, text: reason }] : []),
      { kind: "text", text: next },
    ],
    footer: [{ text: words.why }],
  });
};

const texts = wordings({
  fr: (fr) => ({
    hard: {
      subject: (client: string, about: string) => fr`Courriel non remis à ${client} : ${about}`,
      what: "L’adresse du client n’existe pas ou ne reçoit pas de courriels : le lien ne lui est pas parvenu.",
      next: "Corrigez l’adresse sur la fiche du client, puis envoyez de nouveau. Vous pouvez aussi créer un lien et le remettre autrement. À l’adresse actuelle, plus rien n’est envoyé.",
    },
    soft: {
      subject: (client: string, about: string) => fr`Courriel non remis à ${client} : ${about}`,
      what: "La boîte du client n’a pas accepté le courriel cette fois (elle est pleine ou ne répond pas, par exemple) : le lien ne lui est pas parvenu.",
      next: "Envoyez de nouveau plus tard, ou créez un lien et remettez-le autrement.",
    },
    complaint: {
      subject: (client: string, about: string) => fr`${client} a signalé votre courriel comme indésirable : ${about}`,
      what: "Le courriel est arrivé, mais a été signalé comme indésirable depuis cette adresse.",
      next: "Plus rien n’est envoyé à cette adresse. Parlez au client par un autre moyen ; vous pouvez créer un lien et le lui remettre.",
    },
    why: "Vous recevez ce message parce que vous avez demandé ou partagé des documents, ou gérez le compte.",
  }),
  en: {
    hard: {
      subject: (client: string, about: string) => `E-mail to ${client} not delivered: ${about}`,
      what: "The client's address does not exist or takes no e-mail: the link did not reach them.",
      next: "Correct the address on the client's card, then send again. You can also make a link and hand it over by other means. Nothing more is sent to the present address.",
    },
    soft: {
      subject: (client: string, about: string) => `E-mail to ${client} not delivered: ${about}`,
      what: "The client's mailbox did not take the e-mail this time (it is full or does not answer, for example): the link did not reach them.",
      next: "Send again later, or make a link and hand it over by other means.",
    },
    complaint: {
      subject: (client: string, about: string) => `${client} reported your e-mail as unwanted: ${about}`,
      what: "The e-mail arrived, but was reported as unwanted from that address.",
      next: "Nothing more is sent to that address. Talk to the client by other means; you can make a link and hand it over.",
    },
    why: "You receive this message because you asked for documents or shared some, or run the account.",
  },
});
