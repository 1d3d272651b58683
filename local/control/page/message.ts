import type { SentMessage } from "../views.ts";
import { outcomeOf, post } from "./ask.ts";
import { byId, dateAndTime, element, partOf } from "./dom.ts";
import { reply } from "./inbound.ts";
import { tabsOf } from "./tabs.ts";

/** A message beside the list: who, what, and what may be said to have become of it. */
export const openMessage = (message: SentMessage): void => {
  const template = byId("email-view");
  if (!(template instanceof HTMLTemplateElement)) throw new Error("#email-view is no template.");
  const view = document.importNode(template.content, true);
  partOf(view, '[data-of="subject"]').textContent = message.subject ?? "SMS";
  partOf(view, '[data-of="facts"]').append(...facts(message));
  const { tabs, body } = tabsOf(message);
  partOf(view, ".tabs").append(...tabs);
  partOf(view, '[data-of="body"]').append(body);
  wireActions(view, message);
  byId("message").replaceChildren(view);
};

/** A sender's name as mailboxes show it: RFC 2047 carries what is not ASCII as `=?UTF-8?B?…?=`. */
const inLetters = (address: string): string =>
  address.replace(
    /=\?UTF-8\?B\?([^?]*)\?=\s*/gi,
    (_, base64: string) =>
      `${new TextDecoder().decode(Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0) ?? 0))} `,
  );

const facts = ({ from, to, cc, bcc, at, messageId, tags, attachments, failure }: SentMessage): HTMLElement[] => {
  const lines = {
    From: inLetters(from),
    To: to,
    Cc: cc,
    Bcc: bcc,
    At: dateAndTime(at),
    Id: messageId,
    Tags: Object.entries(tags)
      .map((pair) => pair.join("="))
      .join(", "),
    "Not sent": failure,
  };
  const files = attachments.map(({ fileName, contentType, content, size }) =>
    element("a", {
      href: `data:${contentType};base64,${content}`,
      download: fileName,
      textContent: `${fileName} (${size} bytes) `,
    }),
  );
  const shown = Object.entries(lines).flatMap(([name, value]) => (value ? [fact(name, value)] : []));
  return [...shown, ...(files.length > 0 ? [fact("Files", ...files)] : [])].flat();
};

const fact = (name: string, ...values: (Node | string)[]): HTMLElement[] => [
  element("dt", { textContent: name }),
  element("dd", {}, ...values),
];

const wireActions = (view: DocumentFragment, message: SentMessage): void => {
  const output = partOf(view, "output");
  const link = message.html?.match(/href="(https?:[^"]+)"/)?.[1]?.replaceAll("&amp;", "&");
  for (const button of view.querySelectorAll<HTMLButtonElement>("[data-event]")) {
    button.hidden = message.channel === "sms";
    button.onclick = async () => {
      const report = post("events", { messageId: message.messageId, type: button.dataset.event, link });
      output.textContent = await outcomeOf(report, `${button.textContent} ✓`);
    };
  }
  partOf(view, "[data-reply]").onclick = () => reply(message);
};
