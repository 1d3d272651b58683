import MarkdownIt from "markdown-it";

/** Text that is markup already; everything else that enters a template is escaped. */
export interface Markup {
  readonly text: string;
}

type Part = string | number | Markup | undefined | readonly Part[];

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const raw = (text: string): Markup => ({ text });

const rendered = (part: Part): string => {
  if (part === undefined) return "";
  if (typeof part === "string" || typeof part === "number")
    return String(part).replace(/[&<>"']/g, (c) => escapes[c] ?? c);
  return "text" in part ? part.text : part.map(rendered).join("\n");
};

/** A template whose values are escaped; lists are joined, `undefined` is nothing. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Markup =>
  raw(strings.map((text, index) => text + rendered(parts[index])).join(""));

const renderer = new MarkdownIt({ html: false });

/** The CommonMark of descriptions. */
export const markdown = (text: string): Markup => raw(renderer.render(text).trim());
