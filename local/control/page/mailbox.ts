import type { SentMessage } from "../views.ts";
import { list } from "./ask.ts";
import { byId, element, filledIn, formById, time } from "./dom.ts";
import { openMessage } from "./message.ts";
import { isNews } from "./news.ts";

export const showMailbox = async (): Promise<void> => {
  const { to = "", channel = "" } = filledIn(formById("filter"));
  const parameters = new URLSearchParams({ limit: "100", to: to.trim(), channel });
  const messages = await list<SentMessage>(`messages?${parameters}`);
  if (!isNews([to, ...messages.map(({ messageId }) => messageId)])) return;
  const none = to ? "Nothing was sent to this address. It takes the whole address." : "Nothing was sent yet.";
  const lines = messages.map((message) => element("li", {}, messageButton(message)));
  byId("messages").replaceChildren(
    ...(lines.length > 0 ? lines : [element("li", { className: "nothing", textContent: none })]),
  );
};

const messageButton = (message: SentMessage): HTMLButtonElement => {
  const { to, at, failure, subject, text = "", messageId } = message;
  const button = element(
    "button",
    { type: "button", onclick: () => open(message) },
    element("strong", { textContent: to }),
    element("span", { className: "soft", textContent: time(at) }),
    element("span", { className: "line", textContent: failure ?? subject ?? text }),
  );
  button.dataset.id = messageId;
  button.ariaPressed = String(messageId === byId("message").dataset.id);
  return button;
};

const open = (message: SentMessage): void => {
  byId("message").dataset.id = message.messageId;
  for (const button of byId("messages").querySelectorAll("button"))
    button.ariaPressed = String(button.dataset.id === message.messageId);
  openMessage(message);
};
