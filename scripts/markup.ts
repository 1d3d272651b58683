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

/** The little that descriptions use: paragraphs and `code`. */
export const markdown = (text: string): Markup =>
  raw(
    text
      .split(/\n\s*\n/)
      .filter((paragraph) => paragraph.trim() !== "")
      .map((paragraph) => `<p>${rendered(paragraph.trim()).replace(/`([^`]+)`/g, "<code>$1</code>")}</p>`)
      .join("\n"),
  );
