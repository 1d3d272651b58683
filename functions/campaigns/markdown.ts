import { type Html, html, trusted } from "../../shared/pages/html.ts";
import { inAddress } from "./placeholders.ts";

/** A text of the subset, as HTML for an e-mail (styles inline, since mailboxes drop style sheets) and as plain text. */
export interface RenderedText {
  html: Html;
  text: string;
}

interface Styles {
  paragraph: string;
  item: string;
  list: string;
}

type Inline = RenderedText;

const link = "color:#0b5394";

/**
 * Markdown as far as campaigns need it: paragraphs, line breaks, bold, italic, links, lists. Everything else is text;
 * HTML is shown, not taken.
 */
export const renderMarkdown = (source: string, styles: Styles): RenderedText => {
  const blocks = source
    .replace(/\r\n?/g, "\n")
    .split(/\n[ \t]*\n/)
    .flatMap(blocksOf);
  return {
    html: html`${blocks.map((block) => blockMarkup(block, styles))}`,
    text: blocks.map(blockText).join("\n\n"),
  };
};

interface Block {
  kind: "paragraph" | "bullets" | "numbers";
  lines: string[];
}

const BULLET = /^\s{0,3}[-*•]\s+/;
const NUMBER = /^\s{0,3}\d{1,3}[.)]\s+/;

const kindOf = (line: string): Block["kind"] => {
  if (BULLET.test(line)) return "bullets";
  return NUMBER.test(line) ? "numbers" : "paragraph";
};

/** Lines of one kind that follow each other are one block. */
const blocksOf = (paragraph: string): Block[] => {
  const blocks: Block[] = [];
  for (const line of paragraph.split("\n")) {
    if (line.trim() === "") continue;
    const kind = kindOf(line);
    const last = blocks.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else blocks.push({ kind, lines: [line] });
  }
  return blocks;
};

const itemsOf = ({ lines }: Block): Inline[] =>
  lines.map((line) => renderInline(line.replace(BULLET, "").replace(NUMBER, "").trim()));

const blockMarkup = (block: Block, { paragraph, item, list }: Styles): Html => {
  const items = itemsOf(block).map((inline) => html`<li style="${item}">${inline.html}</li>`);
  switch (block.kind) {
    case "bullets":
      return html`<ul style="${list}">${items}</ul>\n`;
    case "numbers":
      return html`<ol style="${list}">${items}</ol>\n`;
    case "paragraph":
      return html`<p style="${paragraph}">${joined(block.lines.map((line) => renderInline(line.trim()).html))}</p>\n`;
  }
};

const joined = (lines: Html[]): Html[] =>
  lines.flatMap((line, index) => (index === 0 ? [line] : [trusted("<br>"), line]));

const blockText = (block: Block): string => {
  if (block.kind === "paragraph") return block.lines.map((line) => renderInline(line.trim()).text).join("\n");
  return itemsOf(block)
    .map(({ text }, index) => `${block.kind === "bullets" ? "-" : `${index + 1}.`} ${text}`)
    .join("\n");
};

// Bounded, so that no text takes longer than its length times a constant.
const INLINE =
  /\*\*(?<bold>(?:[^*\n]|\*(?!\*)|\*(?=\*\*(?!\*))){1,1000})\*\*|(?<![\w*])\*(?<starred>[^*\n]{1,1000})\*(?![\w*])|(?<!\w)_(?<lined>[^_\n]{1,1000})_(?!\w)|\[(?<label>[^\]\n[]{1,300})\]\((?<url>(?:https?:\/\/|mailto:)[^\s()<>"]{1,2000})\)/g;

const renderInline = (source: string): Inline => {
  const parts: Inline[] = [];
  let at = 0;
  for (const match of source.matchAll(INLINE)) {
    parts.push(plain(source.slice(at, match.index)), marked(match.groups ?? {}));
    at = match.index + match[0].length;
  }
  parts.push(plain(source.slice(at)));
  return { html: html`${parts.map((part) => part.html)}`, text: parts.map((part) => part.text).join("") };
};

const plain = (text: string): Inline => ({ html: html`${text}`, text });

const marked = ({ bold, starred, lined, label, url }: Record<string, string | undefined>): Inline => {
  if (bold !== undefined) {
    const inner = renderInline(bold);
    return { html: html`<strong>${inner.html}</strong>`, text: inner.text };
  }
  const italic = starred ?? lined;
  if (italic !== undefined) {
    const inner = renderInline(italic);
    return { html: html`<em>${inner.html}</em>`, text: inner.text };
  }
  const inner = renderInline(label ?? "");
  const address = inAddress(url ?? "");
  return {
    html: html`<a href="${address}" style="${link}">${inner.html}</a>`,
    text: inner.text === url ? address : `${inner.text} (${address})`,
  };
};
