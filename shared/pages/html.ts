/** Markup that is safe to put into a page: made by {@link html}, which escapes whatever is not. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
  toString(): string {
    return this.markup;
  }
}

export type HtmlPart = Html | string | number | false | undefined | readonly HtmlPart[];

/** A template whose values are escaped; other templates and lists of them go in as they are, `false` as nothing. */
export const html = (fixed: TemplateStringsArray, ...parts: HtmlPart[]): Html =>
  new Html(fixed.reduce((page, piece, index) => `${page}${markupOf(parts[index - 1])}${piece}`));

/** Markup from elsewhere, taken on trust: a style sheet or script of ours, never anything a caller sent. */
export const trusted = (markup: string): Html => new Html(markup);

const markupOf = (part: HtmlPart): string => {
  if (part === undefined || part === false) return "";
  if (part instanceof Html) return part.markup;
  if (typeof part === "object") return part.map(markupOf).join("");
  return escapeHtml(String(part));
};

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For text and for quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? "");

/** Text whose line breaks show. */
export const lines = (text: string): Html =>
  new Html(
    text
      .split(/\r\n?|\n/)
      .map(escapeHtml)
      .join("<br>"),
  );

/** A value for a `<script type="application/json">`: nothing in it can end the element. */
export const jsonInHtml = (value: unknown): Html => new Html(JSON.stringify(value).replaceAll("<", "\\u003c"));
