import type { Account } from "../../../shared/entities/account.ts";
import type { Client } from "../../../shared/entities/client.ts";
import {
  type DocumentRequest,
  messageOf,
  type RequestedItem,
  type RequestRecipient,
} from "../../../shared/entities/document-request.ts";
import { MAX_FORM_BYTES } from "../../../shared/entities/upload-slot.ts";
import { acceptedTypes } from "../../../shared/files/file-types.ts";
import { sizeInWords, typesInWords } from "../../../shared/files/words.ts";
import { type LanguageTag, languageIn, languageTagOf } from "../../../shared/messaging/language.ts";
import { dayInWords } from "../../../shared/messaging/moment.ts";
import { type Html, html, lines } from "../../../shared/pages/html.ts";
import { type Business, letterheadOf } from "../../../shared/pages/letterhead.ts";
import { type RenderedPage, renderPage } from "../../../shared/pages/page.ts";
import type { UploadSettings } from "./browser/upload/settings.ts";
import { uploadScript } from "./page-scripts.ts";
import { type RequestWords, requestWords } from "./request-words.ts";

export interface RequestView {
  request: Pick<DocumentRequest, "title" | "message" | "items" | "accept" | "maxBytes" | "expiresAt">;
  recipient: Pick<RequestRecipient, "received" | "status">;
  account: Business & Pick<Account, "language" | "timeZone" | "settings">;
  client: Pick<Client, "language">;
}

/** The page on which a client sends what they were asked for. */
export const requestPage = (view: RequestView, filesOrigin: string): RenderedPage => {
  const { request, account, client } = view;
  const language = languageTagOf(account.country, client.language, account.language);
  const words = requestWords[language];
  return renderPage({
    language,
    title: request.title,
    letterhead: letterheadOf(account, ""),
    main: mainPart(view, language, words),
    script: { source: uploadScript, settings: settingsOf(view, language, words) },
    connect: [filesOrigin],
    pictures: [filesOrigin],
  });
};

const mainPart = ({ request, recipient, account }: RequestView, language: LanguageTag, words: RequestWords): Html => {
  const types = acceptedTypes(request.accept);
  // Phones know some types by their extension only.
  const accept = types.flatMap(({ type, extensions }) => [type, ...extensions.map((name) => `.${name}`)]).join(",");
  const takesPhotos = types.some(({ type }) => type === "image/jpeg");
  const message = messageOf(request, account, languageIn(language));
  return html`<h1>${request.title}</h1>
<p class="good" id="thanks"${recipient.status !== "complete" && html` hidden`}><strong>${words.complete}</strong></p>
${message && html`<p class="message">${lines(message)}</p>`}
<p class="quiet">${words.rules(
    typesInWords(request.accept, language),
    sizeInWords(request.maxBytes, language),
    dayInWords(request.expiresAt, language, account.timeZone),
  )}</p>
<noscript><p class="bad">${words.noScript}</p></noscript>
${request.items.map((item, index) => itemPart(item, index, { recipient, words, accept, takesPhotos }))}
<p class="hidden" role="status" id="news"></p>`;
};

interface ItemContext {
  recipient: Pick<RequestRecipient, "received">;
  words: RequestWords;
  accept: string;
  takesPhotos: boolean;
}

const itemPart = ({ id, label, required }: RequestedItem, index: number, context: ItemContext): Html => {
  const { recipient, words, accept, takesPhotos } = context;
  const received = recipient.received[id] ?? 0;
  const name = `item-${index}`;
  return html`<section class="item" data-item="${id}"${required && html` data-required`} aria-labelledby="${name}">
<h2 id="${name}">${label} <span class="mark" data-received="${received}">${
    received > 0 ? words.received(received) : required ? words.required : words.optional
  }</span></h2>
<div class="drop">
<p class="dragging">${words.drop}</p>
<input class="hidden" type="file" multiple id="${name}-files" accept="${accept}" aria-describedby="${name}">
<label class="button" for="${name}-files">${words.choose}</label>
${
  takesPhotos &&
  html`<span class="camera"><input class="hidden" type="file" id="${name}-photo" accept="image/*" capture="environment" aria-describedby="${name}">
<label class="button second" for="${name}-photo">${words.photo}</label></span>`
}
</div>
<ul class="files" aria-label="${words.filesFor(label)}"></ul>
</section>
`;
};

/** What the script needs to know: the limits, and every sentence it may have to say. */
const settingsOf = ({ request }: RequestView, language: LanguageTag, words: RequestWords): UploadSettings => {
  const types = acceptedTypes(request.accept);
  return {
    language,
    maxBytes: request.maxBytes,
    formBytes: MAX_FORM_BYTES,
    accepted: types.map(({ type }) => type),
    extensions: Object.fromEntries(types.flatMap(({ type, extensions }) => extensions.map((name) => [name, type]))),
    words: {
      ...words.states,
      refused: {
        ...words.refused,
        too_large: words.tooLarge(sizeInWords(request.maxBytes, language)),
        type_not_accepted: words.wrongType(typesInWords(request.accept, language)),
        type_mismatch: words.wrongContent(typesInWords(request.accept, language)),
      },
    },
  };
};
