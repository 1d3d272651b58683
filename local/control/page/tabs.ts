import type { SentMessage } from "../views.ts";
import { element } from "./dom.ts";

interface Tab {
  name: string;
  draw(): HTMLElement;
}

/** The ways to look at a message: a tab each, and the place where the chosen one is drawn. */
export const tabsOf = (message: SentMessage): { tabs: HTMLButtonElement[]; body: HTMLElement } => {
  const all = waysToLookAt(message);
  const body = element("div");
  const tabs = all.map(({ name }) => element("button", { type: "button", textContent: name, role: "tab" }));
  const choose = (chosen: number): void => {
    for (const [number, tab] of tabs.entries()) tab.ariaSelected = String(number === chosen);
    body.replaceChildren(all[chosen]?.draw() ?? "");
  };
  for (const [number, tab] of tabs.entries()) tab.onclick = () => choose(number);
  choose(0);
  return { tabs, body };
};

const waysToLookAt = ({ channel, html, trackedHtml, text, headers }: SentMessage): Tab[] => {
  if (channel === "sms")
    return [{ name: "SMS", draw: () => element("p", { className: "bubble", textContent: text ?? "" }) }];
  const headerLines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [
    ...(html === undefined ? [] : [{ name: "As received", draw: () => mailFrame(trackedHtml ?? html) }]),
    ...(text === undefined ? [] : [plain("Text", text)]),
    ...(html === undefined ? [] : [plain("HTML", html)]),
    plain("Headers", headerLines.join("\n")),
  ];
};

const plain = (name: string, content: string): Tab => ({ name, draw: () => element("pre", { textContent: content }) });

/** Somebody else's HTML: no scripts, no forms, no origin; its links open beside. */
const mailFrame = (html: string): HTMLIFrameElement => {
  const frame = element("iframe", { title: "The e-mail", srcdoc: `<base target="_blank">${html}` });
  frame.setAttribute("sandbox", "allow-popups allow-popups-to-escape-sandbox");
  return frame;
};
